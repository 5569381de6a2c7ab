import { type Actor, actorId, type Db } from "#database";

/** Everything that is ever written to the audit log. */
export type AuditAction =
  | "call.requested"
  | "call.placed"
  | "call.refused"
  | "call.postponed"
  | "call.unconfirmed"
  | "call.found_placed"
  | "call.not_placed"
  | "calls.imported";

/** Adds a line in the transaction that does the deed, so that both commit or neither does. */
export async function recordAudit(
  db: Db,
  actor: Actor,
  action: AuditAction,
  { callId = null, details = {} }: { callId?: string | null; details?: Record<string, unknown> } = {},
): Promise<void> {
  await db
    .insertInto("audit_log")
    .values({
      actor_kind: actor.kind,
      actor_id: actorId(actor),
      action,
      call_id: callId,
      details: JSON.stringify(details),
      ip_address: actor.kind === "person" ? actor.ipAddress : null,
    })
    .execute();
}
