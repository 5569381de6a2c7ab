import { sql } from "kysely";
import { type Actor, asActor, type Db, isDataFault } from "#database";
import { recordAudit } from "#domain/audit";
import { log } from "#log";
import { getCall, RetellFailure } from "#retell";
import { phaseOf } from "./fold.ts";
import { lockCall } from "./lock-call.ts";
import { recordObservations } from "./record-observations.ts";
import { RETRY_SET_ASIDE_MS, setAside } from "./set-aside.ts";
import { settleUnconfirmed } from "./settle-dials.ts";

const checker: Actor = { kind: "system", job: "check_calls" };

const CHECKS_AT_ONCE = 8;
/** A check whose checker died is due again after so long; one that failed is tried again as late. */
const CLAIM_MS = 10_000;
/** How long without a break Retell may deny knowing a call before we stop asking. */
const OPEN_IS_GONE_AFTER_MS = 60 * 60 * 1000;
const OVER_IS_GONE_AFTER_MS = 10 * 60 * 1000;

interface DueCheck {
  call_id: string;
  retell_call_id: string | null;
  attempts: number;
  phase: number;
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
    select claimed.call_id, claimed.attempts, call.retell_call_id, call.phase
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
  const sighting = { phase: phaseOf(call), call, complete: true, source: "get_call" } as const;
  await asActor(checker, (db) => recordObservations(db, [sighting]));
}

async function noteFailure(check: DueCheck, error: unknown): Promise<void> {
  if (isDataFault(error)) return setCheckAside(check, error.message);
  if (!(error instanceof RetellFailure)) {
    log.error({ callId: check.call_id, error: String(error) }, "Checking a call failed");
    return;
  }
  // Of a list it means something else than of a call.
  if (error.kind === "absent" && check.retell_call_id !== null)
    return asActor(checker, (db) => noteAbsence(db, check));
  log.warn({ callId: check.call_id, error: error.message }, "Retell could not be asked about a call");
}

/** What Retell says of this call cannot be written down. Others wait their turn meanwhile. */
async function setCheckAside(check: DueCheck, reason: string): Promise<void> {
  await asActor(checker, async (db) => {
    await sql`
      update call_checks set due_at = now() + ${RETRY_SET_ASIDE_MS} * interval '1 millisecond'
      where call_id = ${check.call_id}
    `.execute(db);
    await setAside(db, [{ retellCallId: check.retell_call_id ?? check.call_id, reason }]);
  });
}

/**
 * Deleted at Retell, or past its retention, if it says so for long enough: what we know stays, and there is
 * nothing more to learn. A call that we believed open is closed with that for a reason; whatever is seen of
 * it later opens it again.
 */
async function noteAbsence(db: Db, { call_id: callId, phase }: DueCheck): Promise<void> {
  await lockCall(db, callId);
  const goneAfterMs = phase >= 3 ? OVER_IS_GONE_AFTER_MS : OPEN_IS_GONE_AFTER_MS;
  const { rows } = await sql<{ is_gone: boolean }>`
    update call_checks set absent_since = coalesce(absent_since, now()) where call_id = ${callId}
    returning absent_since <= now() - ${goneAfterMs} * interval '1 millisecond' as is_gone
  `.execute(db);
  if (!rows[0]?.is_gone) return;
  await sql`delete from call_checks where call_id = ${callId}`.execute(db);
  const closed = await db
    .updateTable("retell_calls")
    .set({
      status: "failed",
      retell_gone_at: new Date(),
      failure_message:
        "Retell no longer knows this call, so how it ended cannot be learnt. It was deleted there, or not kept for long enough.",
    })
    .where("id", "=", callId)
    .where("phase", "<", 3)
    .executeTakeFirst();
  if (closed.numUpdatedRows > 0n) await recordAudit(db, checker, "call.gone", { callId });
}
