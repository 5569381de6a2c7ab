export {
  type AuditFilters,
  actorKinds,
  readAuditFilters,
} from "./audit-filters.ts";
export { type AuditAction, auditActions } from "./audit-line.ts";
export { type AuditLine, type AuditPage, listAudit } from "./list-audit.ts";
export { type Deed, recordAudit, recordingAudit, recordingAuditInTransaction } from "./record-audit.ts";
