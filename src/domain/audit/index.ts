export type { AuditAction } from "./audit-line.ts";
export { type Deed, recordAudit } from "./record-audit.ts";
