import { sql } from "kysely";
import { type Actor, asActor } from "#database";
import type { AdminActor } from "#domain/people";
import { askAboutCall } from "./check-calls.ts";
import { type WatchedCall, watchCall } from "./watch-call.ts";

const refresher: Actor = { kind: "system", job: "refresh_call" };

/** However many people look at a call, Retell is asked about it no more often. */
const ASK_EVERY_MS = 5_000;

/**
 * The call as Retell knows it now, for whoever looks at it while no webhooks come. Throws a Problem when
 * there is no such call, and a RetellFailure when Retell could not be asked.
 */
export async function refreshCall(actor: AdminActor, callId: string): Promise<WatchedCall> {
  const known = await asActor(actor, (db) => watchCall(db, callId));
  if (known.follow.by !== "ask" || !(await takeTurn(callId))) return known;
  await askAboutCall({ callId, retellCallId: known.call.retellCallId });
  return asActor(actor, (db) => watchCall(db, callId));
}

/** Whether it is our turn to ask. A call without a check planned has nothing left to tell. */
async function takeTurn(callId: string): Promise<boolean> {
  const { rows } = await asActor(refresher, (db) =>
    sql`
      update call_checks
      set asked_at = now(), due_at = greatest(due_at, now() + ${ASK_EVERY_MS} * interval '1 millisecond')
      where call_id = ${callId} and (asked_at is null or asked_at <= now() - ${ASK_EVERY_MS} * interval '1 millisecond')
      returning call_id
    `.execute(db),
  );
  return rows.length > 0;
}
