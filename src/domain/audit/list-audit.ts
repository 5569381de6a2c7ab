import { sql } from "kysely";
import type { Db } from "#database";
import { type AuditFilters, readCursor, writeCursor } from "./audit-filters.ts";

const PAGE_LIMIT = 50;

export interface AuditLine {
  id: string;
  at: string;
  /** As written; one that a later version wrote is kept and shown. */
  action: string;
  actor: { kind: string; id: string; name: string | null; keyName: string | null };
  subject: { id: string; name: string | null } | null;
  callId: string | null;
  details: Record<string, unknown>;
  ipAddress: string | null;
}

export interface AuditPage {
  lines: AuditLine[];
  nextCursor: string | null;
}

/** One page of the audit log, newest first. Lines that are written meanwhile neither repeat nor hide one. */
export async function listAudit(
  db: Db,
  filters: AuditFilters,
  cursor: string | null,
  limit = PAGE_LIMIT,
): Promise<AuditPage> {
  const rows = await wanted(db, filters, cursor === null ? null : readCursor(cursor))
    .orderBy("audit_log.at", "desc")
    .orderBy("audit_log.id", "desc")
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    lines: page.map(lineFrom),
    nextCursor: rows.length > limit && last ? writeCursor({ at: last.at_exact, id: last.id }) : null,
  };
}

function wanted(db: Db, filters: AuditFilters, after: ReturnType<typeof readCursor> | null) {
  const { person, by, action, call, from, to } = filters;
  return (
    db
      .selectFrom("audit_log")
      .leftJoin("users as actor", "actor.id", "audit_log.actor_id")
      .leftJoin("users as subject", "subject.id", "audit_log.subject_id")
      .leftJoin("api_keys", "api_keys.id", "audit_log.key_id")
      .select(["audit_log.id", "audit_log.at", "action", "actor_kind", "actor_id", "subject_id", "call_id"])
      .select(["details", "ip_address", "actor.name as actor_name", "subject.name as subject_name"])
      .select("api_keys.name as key_name")
      // The driver's dates end at milliseconds; a page must go on at the exact microsecond.
      .select(
        sql<string>`to_char(audit_log.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as("at_exact"),
      )
      .$if(person !== null, (query) =>
        query.where((eb) => eb.or([eb("actor_id", "=", person), eb("subject_id", "=", person)])),
      )
      .$if(by !== null, (query) => query.where("actor_kind", "=", by))
      .$if(action !== null, (query) => query.where("action", "=", action))
      .$if(call !== null, (query) => query.where("call_id", "=", call))
      .$if(from !== null, (query) => query.where("audit_log.at", ">=", startOf(from)))
      .$if(to !== null, (query) =>
        query.where(sql<boolean>`audit_log.at < ${startOf(to)}::timestamptz + interval '1 day'`),
      )
      .$if(after !== null, (query) =>
        query.where(
          sql<boolean>`(audit_log.at, audit_log.id) < (${after?.at}::timestamptz, ${after?.id}::uuid)`,
        ),
      )
  );
}

function startOf(day: string | null): Date {
  return new Date(`${day}T00:00:00Z`);
}

function lineFrom(row: Awaited<ReturnType<ReturnType<typeof wanted>["execute"]>>[number]): AuditLine {
  const { details } = row;
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name, keyName: row.key_name },
    subject: row.subject_id === null ? null : { id: row.subject_id, name: row.subject_name },
    callId: row.call_id,
    details: typeof details === "object" && details !== null && !Array.isArray(details) ? { ...details } : {},
    ipAddress: row.ip_address,
  };
}
