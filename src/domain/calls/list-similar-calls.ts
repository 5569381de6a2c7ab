import { sql } from "kysely";
import type { Db } from "#database";
import type { CallListItem } from "./call.ts";
import { listItemFrom } from "./call-from-row.ts";
import { getCall } from "./get-call.ts";
import { selectCalls } from "./list-calls.ts";
import { namePeople } from "./name-people.ts";
import { WAIT_AT_MOST_MS } from "./pause-dialling.ts";

const MINUTE_MS = 60_000;
/** Retell's clock may be behind ours, and a phone rings for a while before a call starts. */
const BEFORE_MS = 2 * MINUTE_MS;
const AFTER_MS = 15 * MINUTE_MS;
const SHOWN_MAX = 10;

/**
 * Calls that Retell shows and nobody here asked for, to the same number around the time when this one was
 * sent: one of them may be it. That is a hint for a person and settles nothing by itself, because somebody
 * else may have called the number. A call that carries metadata of another's is none of ours.
 */
export async function listSimilarCalls(db: Db, callId: string): Promise<CallListItem[]> {
  const { attempt, toNumber, fromNumber, requestedAt } = await getCall(db, callId);
  const sentAt = attempt?.sentAt ?? null;
  const earliest = Date.parse(sentAt ?? requestedAt ?? "");
  // When it is not known when it was sent: later than this no call is.
  const latest = earliest + (sentAt === null ? WAIT_AT_MOST_MS : 0);
  if (Number.isNaN(earliest) || toNumber === null) return [];
  const rows = await selectCalls(db)
    .where("retell_calls.placed_at", ">=", new Date(earliest - BEFORE_MS))
    .where("retell_calls.placed_at", "<=", new Date(latest + AFTER_MS))
    .where("retell_calls.retell_call_id", "is not", null)
    .where("retell_calls.requested_at", "is", null)
    .where("retell_calls.metadata", "is", null)
    .where(sql<boolean>`retell_calls.direction is distinct from 'inbound'`)
    // Under some storage settings Retell forgets whom it called.
    .where(sql<boolean>`coalesce(retell_calls.to_number, ${toNumber}) = ${toNumber}`)
    .where(sql<boolean>`coalesce(retell_calls.from_number, ${fromNumber}) is not distinct from ${fromNumber}`)
    .orderBy("retell_calls.placed_at")
    .orderBy("retell_calls.id")
    .limit(SHOWN_MAX)
    .execute();
  return (await namePeople(db, rows)).map(listItemFrom);
}
