import { sql } from "kysely";
import type { Actor, Db } from "#database";
import { doubtWebhookSettings } from "#domain/agents";
import { recordAudit } from "#domain/audit";

export const restorer: Actor = { kind: "system", job: "restore" };

/** Whose attempts those are of which a backup cannot tell whether and when they were sent. */
export const RESTORED = "restored";
const MESSAGE = "Restored from a backup: nobody knows whether it was dialled after that was taken.";

/**
 * For rows that come from a backup, in the transaction that brings them: a call that waited to be dialled
 * when it was taken may have been dialled since, and one that was being dialled may have been postponed and
 * dialled anew. Each becomes unconfirmed, with an attempt that keeps the database from letting a second one
 * through, and is looked up at Retell by our id for as long as one whose answer was lost just now.
 */
export async function doubtWaitingCalls(db: Db, takenAt: string | null = null): Promise<void> {
  await sql`
    insert into dial_attempts (call_id, worker, leased_until, outcome, message, settled_at)
    select id, ${RESTORED}, now(), 'unknown', ${MESSAGE}, now() from retell_calls where dial_state = 'queued'
  `.execute(db);
  await sql`
    update dial_attempts
    set outcome = 'unknown', worker = ${RESTORED}, message = ${MESSAGE}, started_at = now(), settled_at = now()
    where outcome = 'started'
  `.execute(db);
  const doubted = await sql<{ id: string }>`
    update retell_calls set dial_state = 'unconfirmed', failure_message = null, decision_wanted_at = null
    where dial_state in ('queued', 'dialling') returning id
  `.execute(db);
  await sql`
    insert into call_checks (call_id, due_at) select id, now() from retell_calls where dial_state = 'unconfirmed'
    on conflict (call_id) do update set due_at = excluded.due_at, is_live = true, attempts = 0
  `.execute(db);
  await doubtWebhookSettings(db);
  // A denial from before the backup and one from now have no time between them in which Retell was asked.
  await sql`update call_checks set absent_since = null where absent_since is not null`.execute(db);
  for (const { id: callId } of doubted.rows)
    await recordAudit(db, restorer, "call.unconfirmed", { callId, details: { message: MESSAGE } });
  await recordAudit(db, restorer, "database.restored", {
    details: { takenAt, unconfirmed: doubted.rows.length },
  });
}
