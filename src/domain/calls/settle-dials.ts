import { sql } from "kysely";
import { type Actor, asActor, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import { enqueue } from "#jobs";
import { lookUpByOurId, type RetellCall, RetellFailure } from "#retell";
import { markUnconfirmed } from "./dial-call.ts";
import { RESTORED } from "./doubt-waiting-calls.ts";
import { phaseOf } from "./fold.ts";
import { lockCall } from "./lock-call.ts";
import { recordObservations } from "./record-observations.ts";

const settler: Actor = { kind: "system", job: "settle_dials" };

/** A queued call that nobody took up for so long was told of to nobody. */
const UNHEARD_AFTER_MS = 3_000;
/** Longer than a phone rings and Retell takes to list a call: what is not found by then was not placed. */
const LOOK_UP_FOR_MS = 10 * 60 * 1000;
/** Once a person is asked, Retell is asked no more often than this. */
const LOOK_UP_LATER_MS = 60 * 1000;

const NOT_FOUND =
  "Retell never answered our request, and its list shows no such call ten minutes later. It was not placed. If you still want it, send it again.";
const NOT_FOUND_AFTER_RESTORE =
  "This call was waiting, or being dialled, when the backup was taken that this database was restored from, and Retell's list shows no such call. It was not placed. If you still want it, send it again.";
const UNCLEAR =
  "Retell shows a call without its metadata, so nobody can tell by our id whether it is this one.";

/** Attempts that nobody vouches for any more, and those that turned out to have been accepted. */
const isLapsed = sql<boolean>`(
  attempt.outcome in ('started', 'unknown', 'not_placed')
  and (
    attempt.outcome = 'started' and attempt.leased_until < now()
    or attempt.outcome in ('unknown', 'not_placed') and call.dial_state = 'accepted'
  )
)`;

/** Picks up what a worker left when it died: attempts nobody vouches for, calls nobody heard of. */
export async function recoverDials(): Promise<void> {
  await asActor(settler, async (db) => {
    // Calls are locked before what belongs to them, everywhere, so that nobody waits in a circle.
    const lapsed = await sql<{ id: string }>`
      select call.id
      from retell_calls as call join dial_attempts as attempt on attempt.call_id = call.id
      where ${isLapsed}
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
      where call.id = attempt.call_id and call.id = any(${lapsed.rows.map(({ id }) => id)}::uuid[]) and ${isLapsed}
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
      // Who was told why it waits is in the queue, which needs no job.
      .where("wait_reason", "is", null)
      .where("dial_after", "<", sql<Date>`now() - ${UNHEARD_AFTER_MS} * interval '1 millisecond'`)
      .limit(100)
      .execute();
    for (const { id } of waiting) await enqueue(db, "dial_call", { callId: id }, { key: `dial:${id}` });
  });
}

/**
 * Looks for a call whose placing was never answered, by our id in Retell's list. Found: it is ours. Not
 * found by a look-up that was made ten minutes after the attempt, and answered: it was not placed, which
 * is said and never retried by itself. Without such an answer for ten minutes a person is asked. Throws a
 * RetellFailure when Retell could not be asked.
 */
export async function settleUnconfirmed(callId: string): Promise<void> {
  // Asked before the look-up: what Retell answers now says nothing about a later moment.
  const overdue = await asActor(settler, (db) => findOverdueAttempt(db, callId));
  const answer = await lookUpByOurId(callId).catch((error: unknown) => {
    if (error instanceof RetellFailure) return error;
    throw error;
  });
  await asActor(settler, async (db) => {
    await lockCall(db, callId);
    // A webhook, a late answer or a person may have been quicker.
    if (!(await isUnconfirmed(db, callId))) return;
    if (answer instanceof RetellFailure) await noteNoAnswer(db, callId, answer.message);
    else if (answer.found) await settleFound(db, callId, answer.found);
    else if (answer.isUnclear) await noteNoAnswer(db, callId, UNCLEAR);
    else if (overdue) await settleNotPlaced(db, settler, callId, notFoundWords(overdue));
    else await noteAnswer(db, callId);
  });
  if (answer instanceof RetellFailure) throw answer;
}

async function isUnconfirmed(db: Db, callId: string): Promise<boolean> {
  const call = await db
    .selectFrom("retell_calls")
    .select("dial_state")
    .where("id", "=", callId)
    .executeTakeFirst();
  return call?.dial_state === "unconfirmed";
}

interface OverdueAttempt {
  worker: string;
}

async function findOverdueAttempt(db: Db, callId: string): Promise<OverdueAttempt | undefined> {
  const { rows } = await sql<OverdueAttempt>`
    select worker from dial_attempts
    where call_id = ${callId} and outcome = 'unknown' and started_at <= now() - ${LOOK_UP_FOR_MS} * interval '1 millisecond'
  `.execute(db);
  return rows[0];
}

function notFoundWords({ worker }: OverdueAttempt): string {
  return worker === RESTORED ? NOT_FOUND_AFTER_RESTORE : NOT_FOUND;
}

async function settleFound(db: Db, callId: string, found: RetellCall): Promise<void> {
  await recordObservations(db, [
    { phase: phaseOf(found), call: found, complete: false, source: "list_calls" },
  ]);
  await settleAttempts(db, callId, { outcome: "accepted", retell_call_id: found.retellCallId });
}

async function noteAnswer(db: Db, callId: string): Promise<void> {
  await sql`
    update dial_attempts set looked_up_at = now(), look_up_failure = null
    where call_id = ${callId} and outcome = 'unknown'
  `.execute(db);
}

/** When there has been no answer for as long as one is waited for, a person is asked, once, and Retell less often. */
async function noteNoAnswer(db: Db, callId: string, why: string): Promise<void> {
  const { rows } = await sql<{ is_overdue: boolean }>`
    update dial_attempts set look_up_failure = ${why} where call_id = ${callId} and outcome = 'unknown'
    returning coalesce(looked_up_at, started_at) <= now() - ${LOOK_UP_FOR_MS} * interval '1 millisecond' as is_overdue
  `.execute(db);
  if (!rows[0]?.is_overdue) return;
  await sql`
    update call_checks set due_at = now() + ${LOOK_UP_LATER_MS} * interval '1 millisecond' where call_id = ${callId}
  `.execute(db);
  const wanted = await db
    .updateTable("retell_calls")
    .set({ decision_wanted_at: new Date() })
    .where("id", "=", callId)
    .where("decision_wanted_at", "is", null)
    .executeTakeFirst();
  if (wanted.numUpdatedRows > 0n)
    await recordAudit(db, settler, "call.decision_wanted", { callId, details: { message: why } });
}

/**
 * Counts a call, whose row the caller has locked, as not placed, in the name of whoever found out or decided.
 * Should Retell show it after all, it becomes what Retell shows: see `observed` in record-observations.ts.
 */
export async function settleNotPlaced(db: Db, actor: Actor, callId: string, message: string): Promise<void> {
  await settleAttempts(db, callId, { outcome: "not_placed", not_placed_at: new Date() });
  await db
    .updateTable("retell_calls")
    .set({
      dial_state: "not_placed",
      status: sql<string>`case when stop_requested_at is null then 'failed' else 'cancelled' end`,
      failure_message: message,
    })
    .where("id", "=", callId)
    .where("dial_state", "=", "unconfirmed")
    .execute();
  await sql`delete from call_checks where call_id = ${callId}`.execute(db);
  await recordAudit(db, actor, actor === settler ? "call.not_placed" : "call.declared_not_placed", {
    callId,
  });
}

export async function settleAttempts(
  db: Db,
  callId: string,
  settled: { outcome: "accepted"; retell_call_id: string } | { outcome: "not_placed"; not_placed_at: Date },
): Promise<void> {
  await db
    .updateTable("dial_attempts")
    .set({ ...settled, settled_at: new Date() })
    .where("call_id", "=", callId)
    .where("outcome", "in", ["started", "unknown"])
    .execute();
}
