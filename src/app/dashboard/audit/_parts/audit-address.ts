import type { AuditFilters } from "#domain/audit";

/** Where the lines that the filters want are shown; what is not asked for does not stand in the address. */
export function auditAddress(filters: Partial<Record<keyof AuditFilters | "cursor", string | null>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value);
  return query.size === 0 ? "/dashboard/audit" : `/dashboard/audit?${query}`;
}
