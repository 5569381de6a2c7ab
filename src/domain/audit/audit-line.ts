/** Everything that is ever written to the audit log. */
export const auditActions = [
  "call.requested",
  "call.placed",
  "call.refused",
  "call.postponed",
  "call.unconfirmed",
  "call.found_placed",
  "call.not_placed",
  "calls.imported",
  "person.signed_in",
  "person.signed_out",
  "sign_in.failed",
  "password.changed",
  "invitation.made",
  "invitation.accepted",
  "invitation.revoked",
  "role.changed",
  "person.deactivated",
  "person.reactivated",
  "api_key.made",
  "api_key.revoked",
] as const;

export type AuditAction = (typeof auditActions)[number];
