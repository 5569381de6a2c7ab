import type { Db } from "#database";
import { isCallId } from "#domain/calls";
import { isObject, parseStorableJson } from "#retell";
import { bodyColumns, unpackedBody } from "./stored-body.ts";

/** More steps than any call has; each is read from its stored body. */
const STEPS_MAX = 50;

const transferEvents = [
  "transfer_started",
  "transfer_bridged",
  "transfer_cancelled",
  "transfer_ended",
] as const;
export type TransferEvent = (typeof transferEvents)[number];

/** One step of handing a call over, as Retell announced it. */
export interface TransferStep {
  event: TransferEvent;
  at: string;
  /** A phone number, perhaps with an extension, or a SIP address. */
  destination: string | null;
}

/** The steps by which a call was handed over, in the order in which they came. */
export async function listTransfers(db: Db, callId: string): Promise<TransferStep[]> {
  if (!isCallId(callId)) return [];
  const rows = await db
    .selectFrom("webhook_events")
    .select(["event", "received_at", ...bodyColumns])
    .where("call_id", "=", callId)
    .where("event", "in", transferEvents)
    .where("verdict", "=", "applied")
    .orderBy("received_at")
    .orderBy("id")
    .limit(STEPS_MAX)
    .execute();
  return rows.map((row) => ({
    event: row.event as TransferEvent,
    at: row.received_at.toISOString(),
    destination: destinationIn(unpackedBody(row)),
  }));
}

function destinationIn(body: Buffer): string | null {
  const value = parseStorableJson(body.toString("utf8"));
  const destination = isObject(value) ? value.transfer_destination : null;
  if (typeof destination === "string") return destination || null;
  if (!isObject(destination) || typeof destination.number !== "string") return null;
  const { number, extension } = destination;
  return typeof extension === "string" && extension !== "" ? `${number} ext. ${extension}` : number;
}
