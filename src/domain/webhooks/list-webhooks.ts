import { sql } from "kysely";
import type { Db } from "#database";
import { isCallId } from "#domain/calls";
import { Problem } from "#domain/problems";
import { sizeOfBody } from "./stored-body.ts";
import { type WebhookVerdict, webhookVerdicts } from "./verdict.ts";
import type { LoggedWebhook } from "./webhook-log.ts";

const PAGE_LIMIT = 50;
const EVENT_CHARACTERS_MAX = 200;

export interface WebhookQuery {
  /** Empty means every verdict. */
  verdicts: readonly WebhookVerdict[];
  event: string | null;
  callId: string | null;
  /** From the page before; null for the first. */
  cursor: string | null;
}

export interface WebhookPage {
  webhooks: LoggedWebhook[];
  nextCursor: string | null;
}

/** One page of the delivery log, newest first. Deliveries that arrive meanwhile neither repeat nor hide one. */
export async function listWebhooks(db: Db, query: WebhookQuery): Promise<WebhookPage> {
  let rows = db
    .selectFrom("webhook_events")
    .select(["id", "received_at", "last_received_at", "event", "verdict", "note", "call_id"])
    .select(["retell_call_id", "deliveries"])
    .select(sizeOfBody.as("size_bytes"))
    // The driver's dates end at milliseconds; a page must go on at the exact microsecond.
    .select(sql<string>`received_at::text`.as("received_at_exact"))
    .orderBy("received_at", "desc")
    .orderBy("id", "desc")
    .limit(PAGE_LIMIT + 1);
  if (query.verdicts.length > 0) rows = rows.where("verdict", "in", query.verdicts);
  if (query.event !== null) rows = rows.where("event", "=", query.event);
  if (query.callId !== null) rows = rows.where("call_id", "=", query.callId);
  if (query.cursor !== null) {
    const { at, id } = readCursor(query.cursor);
    rows = rows.where(sql<boolean>`(received_at, id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await rows.execute();
  const page = found.slice(0, PAGE_LIMIT);
  const last = page.at(-1);
  return {
    webhooks: page.map(loggedFrom),
    nextCursor:
      found.length > PAGE_LIMIT && last
        ? Buffer.from(`${last.received_at_exact}|${last.id}`).toString("base64url")
        : null,
  };
}

export function loggedFrom(row: {
  id: string;
  received_at: Date;
  last_received_at: Date;
  event: string | null;
  verdict: string;
  note: string | null;
  call_id: string | null;
  retell_call_id: string | null;
  deliveries: number;
  size_bytes: number;
}): LoggedWebhook {
  return {
    id: row.id,
    receivedAt: row.received_at.toISOString(),
    lastReceivedAt: row.last_received_at.toISOString(),
    event: row.event,
    verdict: row.verdict as WebhookVerdict,
    note: row.note,
    callId: row.call_id,
    retellCallId: row.retell_call_id,
    deliveries: row.deliveries,
    sizeBytes: row.size_bytes,
  };
}

/** The names of events that ever came, each found by one step in the index. */
export async function listEventNames(db: Db): Promise<string[]> {
  const { rows } = await sql<{ event: string }>`
    with recursive names as (
      (select event from webhook_events where event is not null order by event limit 1)
      union all
      select (select event from webhook_events where event > names.event order by event limit 1)
      from names where names.event is not null
    )
    select event from names where event is not null limit 100
  `.execute(db);
  return rows.map(({ event }) => event);
}

/** Reads a filter as it stands in an address. Throws a Problem that names what is wrong with it. */
export function readWebhookQuery(given: {
  verdict: readonly string[];
  event: string | null;
  call: string | null;
  cursor: string | null;
}): WebhookQuery {
  const verdicts = given.verdict.flatMap((part) => part.split(",")).filter(Boolean);
  const unknown = verdicts.find((word) => !(webhookVerdicts as readonly string[]).includes(word));
  if (unknown !== undefined) {
    throw new Problem(
      "invalid_input",
      `There is no verdict “${unknown}”. Choose among ${webhookVerdicts.join(", ")}.`,
      { verdict: `Unknown verdict “${unknown}”` },
    );
  }
  if (given.call && !isCallId(given.call)) {
    throw new Problem("invalid_input", "That is not the id of a call. Copy “Our id” from the call's page.", {
      call: "Not the id of a call",
    });
  }
  const event = given.event?.trim() || null;
  if (event !== null && (event.length > EVENT_CHARACTERS_MAX || event.includes("\0"))) {
    throw new Problem("invalid_input", "No event has such a name.", { event: "No event has such a name" });
  }
  if (given.cursor) readCursor(given.cursor);
  return {
    verdicts: [...new Set(verdicts)] as WebhookVerdict[],
    event,
    callId: given.call || null,
    cursor: given.cursor || null,
  };
}

const cursorShape = /^([0-9 :.+-]{19,40})\|([0-9a-f-]{36})$/;

function readCursor(cursor: string): { at: string; id: string } {
  const [, at, id] = cursorShape.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (!at || !id || !isCallId(id) || Number.isNaN(Date.parse(at))) {
    throw new Problem("invalid_input", "This page address is not one of ours. Go back to the first page.", {
      cursor: "Unreadable cursor",
    });
  }
  return { at, id };
}
