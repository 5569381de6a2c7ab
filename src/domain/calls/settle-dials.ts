import { sql } from "kysely";
import { type Actor, asActor, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import { enqueue } from "#jobs";
import { findCallsByOurId } from "#retell";
import { markUnconfirmed } from "./dial-call.ts";
import { phaseOf } from "./fold.ts";
import { recordObservations } from "./record-observations.ts";

const settler: Actor = { kind: "system", job: "settle_dials" };

/** A queued call that nobody took up for so long has lost its job. */
const JOB_LOST_AFTER_MS = 3_000;
/** Longer than a phone rings and Retell takes to list a call: what is not found by then was not placed. */
const LOOK_UP_FOR_MS = 10 * 60 * 1000;

/** Picks up what a worker left when it died: attempts nobody vouches for, calls whose job is gone. */
export async function recoverDials(): Promise<void> {
  await asActor(settler, async (db) => {
    // Calls are locked before what belongs to them, everywhere, so that nobody waits in a circle.
    const lapsed = await sql<{ id: string }>`
      select call.id
      from retell_calls as call join dial_attempts as attempt on attempt.call_id = call.id
      where (attempt.outcome = 'started' and attempt.leased_until < now())
        or (attempt.outcome = 'unknown' and call.dial_state = 'accepted')
      order by call.id
      for update of call
    `.execute(db);
    const settled = await sql<{ call_id: string; outcome: string }>`
      update dial_attempts as attempt
      set outcome = case when call.dial_state = 'accepted' then 'accepted' else 'unknown' end,
          retell_call_id = call.retell_call_id,
          message = coalesce(attempt.message, 'The worker that sent the request went away before the answer.'),
          settled_at = now()
      from retell_calls as call
      where call.id = attempt.call_id and call.id = any(${lapsed.rows.map(({ id }) => id)}::uuid[])
        and ((attempt.outcome = 'started' and attempt.leased_until < now())
          or (attempt.outcome = 'unknown' and call.dial_state = 'accepted'))
      returning attempt.call_id, attempt.outcome
    `.execute(db);
    for (const { call_id: callId } of settled.rows.filter(({ outcome }) => outcome === "unknown")) {
      if (!(await markUnconfirmed(db, callId))) continue;
      await recordAudit(db, settler, "call.unconfirmed", {
        callId,
        details: { message: "The worker that dialled went away." },
      });
    }
    const waiting = await db
      .selectFrom("retell_calls")
      .select("id")
      .where("dial_state", "=", "queued")
      .where("dial_after", "<", sql<Date>`now() - ${JOB_LOST_AFTER_MS} * interval '1 millisecond'`)
      .limit(100)
      .execute();
    for (const { id } of waiting) await enqueue(db, "dial_call", { callId: id }, { key: `dial:${id}` });
  });
}

/**
 * Looks for a call whose placing was never answered, by our id in Retell's list. Found: it is ours.
 * Not found for ten minutes: it was not placed, which is said and never retried by itself.
 */
export async function settleUnconfirmed(callId: string): Promise<void> {
  const [found] = await findCallsByOurId(callId);
  await asActor(settler, async (db) => {
    if (found) {
      await recordObservations(db, [{ phase: phaseOf(found), call: found, complete: false }]);
      await settleAttempts(db, callId, "accepted", found.retellCallId);
      await recordAudit(db, settler, "call.found_placed", {
        callId,
        details: { retellCallId: found.retellCallId },
      });
      return;
    }
    const overdue = await sql<{ started_at: Date }>`
      select started_at from dial_attempts
      where call_id = ${callId} and outcome = 'unknown' and started_at < now() - ${LOOK_UP_FOR_MS} * interval '1 millisecond'
    `.execute(db);
    if (overdue.rows.length === 0) return;
    await settleAttempts(db, callId, "not_placed", null);
    await db
      .updateTable("retell_calls")
      .set({
        dial_state: "not_placed",
        status: sql<string>`case when stop_requested_at is null then 'failed' else 'cancelled' end`,
        failure_message:
          "Retell never answered our request, and its list shows no such call ten minutes later. It was not placed. If you still want it, send it again.",
      })
      .where("id", "=", callId)
      .where("dial_state", "=", "unconfirmed")
      .execute();
    await sql`delete from call_checks where call_id = ${callId}`.execute(db);
    await recordAudit(db, settler, "call.not_placed", { callId });
  });
}

async function settleAttempts(
  db: Db,
  callId: string,
  outcome: "accepted" | "not_placed",
  retellCallId: string | null,
): Promise<void> {
  await db
    .updateTable("dial_attempts")
    .set({ outcome, retell_call_id: retellCallId, settled_at: new Date() })
    .where("call_id", "=", callId)
    .where("outcome", "in", ["started", "unknown"])
    .execute();
}
