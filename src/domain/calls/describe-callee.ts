import parsePhoneNumber from "libphonenumber-js/max";
import { settings } from "#config";
import { asActor, type Db } from "#database";
import type { AdminActor } from "#domain/people";
import { Problem } from "#domain/problems";
import type { CallListItem, CallStatus } from "./call.ts";
import { listItemFrom } from "./call-from-row.ts";
import { zonesOf } from "./callee-zones.ts";
import { type LocalTime, localTimes, timeWords } from "./calling-hours.ts";
import { selectCalls } from "./list-calls.ts";
import { namePeople } from "./name-people.ts";
import { INVALID_PHONE, isE164 } from "./request-input.ts";

/** So many of the latest calls to the number are looked at for one that is under way. */
const LOOKED_AT_MAX = 50;
/** So many that are over are told. */
const TOLD_MAX = 5;

const underWay: CallStatus[] = ["initiated", "ringing", "in_progress"];

export interface CalleeCall
  extends Pick<
    CallListItem,
    | "id"
    | "status"
    | "dialState"
    | "placedAt"
    | "endedAt"
    | "durationMs"
    | "agentName"
    | "disconnectionLabel"
    | "failureMessage"
    | "needsDecision"
  > {
  /** Null for a call that nobody asked for here. */
  requestedBy: string | null;
}

/** What to know of a number before it is called. */
export interface Callee {
  phoneNumber: string;
  /** ISO 3166, such as US. */
  country: string | null;
  /** When calls are sent without asking once more. */
  callingHours: { from: string; to: string };
  /** Every time that it may be where the number is answered, from the earliest to the latest; empty when nobody knows. */
  localTimes: LocalTime[];
  /** Whether all of them are within the calling hours; null when nobody knows. */
  isWithinHours: boolean | null;
  /** Calls to the number that wait, ring or talk now, or of which nobody knows whether they do. */
  underWay: CalleeCall[];
  /** The latest calls to it that are over. */
  lately: CalleeCall[];
}

/** What is known of a number in E.164 that is about to be called. Throws a Problem for any other text. */
export async function describeCallee(actor: AdminActor, to: unknown): Promise<Callee> {
  const phoneNumber = typeof to === "string" ? to.trim() : "";
  const phone = isE164(phoneNumber) ? parsePhoneNumber(phoneNumber) : undefined;
  if (!phone) throw new Problem("invalid_input", INVALID_PHONE, { to: INVALID_PHONE });
  const { callingHours: hours } = settings();
  const times = localTimes(await zonesOf(phone), hours, new Date());
  const calls = await asActor(actor, (db) => listCallsTo(db, phoneNumber));
  const isUnderWay = ({ status }: CalleeCall) => underWay.includes(status);
  return {
    phoneNumber,
    country: phone.country ?? null,
    callingHours: { from: timeWords(hours.fromMinute), to: timeWords(hours.toMinute) },
    localTimes: times,
    isWithinHours: times.length === 0 ? null : times.every(({ isWithinHours }) => isWithinHours),
    underWay: calls.filter(isUnderWay),
    lately: calls.filter((call) => !isUnderWay(call)).slice(0, TOLD_MAX),
  };
}

async function listCallsTo(db: Db, phoneNumber: string): Promise<CalleeCall[]> {
  const rows = await selectCalls(db)
    .where("retell_calls.to_number", "=", phoneNumber)
    .where("retell_calls.direction", "=", "outbound")
    .orderBy("retell_calls.placed_at", "desc")
    .orderBy("retell_calls.id", "desc")
    .limit(LOOKED_AT_MAX)
    .execute();
  return (await namePeople(db, rows)).map((row) => {
    const { id, status, dialState, placedAt, endedAt, durationMs, ...call } = listItemFrom(row);
    const { agentName, disconnectionLabel, failureMessage, needsDecision } = call;
    return {
      ...{ id, status, dialState, placedAt, endedAt, durationMs },
      ...{ agentName, disconnectionLabel, failureMessage, needsDecision },
      requestedBy: row.requester_name,
    };
  });
}
