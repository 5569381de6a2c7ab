import { sql } from "kysely";
import { type Actor, asActor, type Db } from "#database";
import { log } from "#log";
import { getCall, RetellFailure } from "#retell";
import { phaseOf } from "./fold.ts";
import { recordObservations } from "./record-observations.ts";
import { settleUnconfirmed } from "./settle-dials.ts";

const checker: Actor = { kind: "system", job: "check_calls" };

const CHECKS_AT_ONCE = 8;
/** A check whose checker died is due again after so long; one that failed is tried again as late. */
const CLAIM_MS = 10_000;
/** How long Retell may deny knowing an open call before we stop asking. */
const ABSENT_IS_FINAL_AFTER_MS = 60 * 60 * 1000;

interface DueCheck {
  call_id: string;
  retell_call_id: string | null;
  attempts: number;
  phase: number;
  placed_at: Date;
}

/**
 * Asks Retell about calls whose time has come: about those that may still ring or talk, or about those
 * that are over. Each kind has its own turns, so that the import of a long past holds up no live call.
 * Returns how many it asked about.
 */
export async function checkCalls(kind: "live" | "over"): Promise<number> {
  const due = await asActor(checker, (db) => claimDue(db, kind === "live"));
  await Promise.all(
    due.map((check) =>
      askAboutCall({ callId: check.call_id, retellCallId: check.retell_call_id }).catch((error: unknown) =>
        noteFailure(check, error),
      ),
    ),
  );
  return due.length;
}

async function claimDue(db: Db, isLive: boolean): Promise<DueCheck[]> {
  const { rows } = await sql<DueCheck>`
    with claimed as (
      update call_checks
      set due_at = now() + ${CLAIM_MS} * interval '1 millisecond', asked_at = now(), attempts = attempts + 1
      where call_id in (
        select call_id from call_checks where is_live = ${isLive} and due_at <= now()
        order by due_at limit ${CHECKS_AT_ONCE} for update skip locked
      )
      returning call_id, attempts
    )
    select claimed.call_id, claimed.attempts, call.retell_call_id, call.phase, call.placed_at
    from claimed join retell_calls as call on call.id = claimed.call_id
  `.execute(db);
  return rows;
}

/** Asks Retell about one call and writes down the answer. Throws a RetellFailure. */
export async function askAboutCall(asked: { callId: string; retellCallId: string | null }): Promise<void> {
  if (asked.retellCallId === null) {
    await settleUnconfirmed(asked.callId);
    return;
  }
  const call = await getCall(asked.retellCallId);
  await asActor(checker, (db) => recordObservations(db, [{ phase: phaseOf(call), call, complete: true }]));
}

async function noteFailure(check: DueCheck, error: unknown): Promise<void> {
  if (!(error instanceof RetellFailure)) {
    log.error({ callId: check.call_id, error: String(error) }, "Checking a call failed");
    return;
  }
  if (error.kind !== "absent") {
    log.warn({ callId: check.call_id, error: error.message }, "Retell could not be asked about a call");
    return;
  }
  // Deleted at Retell, or past its retention: what we know stays, and there is nothing more to learn.
  const isFinal = check.phase >= 3 || Date.now() - check.placed_at.getTime() > ABSENT_IS_FINAL_AFTER_MS;
  if (isFinal)
    await asActor(checker, (db) => sql`delete from call_checks where call_id = ${check.call_id}`.execute(db));
}
