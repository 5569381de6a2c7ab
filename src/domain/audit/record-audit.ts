import { CompiledQuery } from "kysely";
import { type Actor, actorAddress, actorId, actorKeyId, type Db } from "#database";
import type { AuditAction } from "./audit-line.ts";

export interface Deed {
  callId?: string | null;
  /** The person whom the deed is about. */
  subjectId?: string | null;
  details?: Record<string, unknown>;
  /** Where it was done from, when the actor does not know: the system acts for people who are not signed in. */
  ipAddress?: string | null;
}

/** Adds a line in the transaction that does the deed, so that both commit or neither does. */
export async function recordAudit(db: Db, actor: Actor, action: AuditAction, deed: Deed = {}): Promise<void> {
  await recordingAudit(db, actor, action, deed).execute();
}

/** As `recordAudit`, to be asked together with other questions. */
export function recordingAudit(
  db: Db,
  actor: Actor,
  action: AuditAction,
  { callId = null, subjectId = null, details = {}, ipAddress = actorAddress(actor) }: Deed = {},
) {
  return db.insertInto("audit_log").values({
    actor_kind: actor.kind,
    actor_id: actorId(actor),
    key_id: actorKeyId(actor),
    action,
    call_id: callId,
    subject_id: subjectId,
    details: JSON.stringify(details),
    ip_address: ipAddress,
  });
}

/** As `recordingAudit`, in the name of whoever the transaction belongs to: for what many of them come to do. */
export function recordingAuditInTransaction(
  action: AuditAction,
  { callId, details }: Required<Pick<Deed, "callId" | "details">>,
): CompiledQuery {
  return CompiledQuery.raw(
    `insert into audit_log (actor_kind, actor_id, key_id, action, call_id, details)
     values (app.actor_kind(), app.actor_id(), app.actor_key_id(), $1, $2, $3::jsonb)`,
    [action, callId, JSON.stringify(details)],
  );
}
