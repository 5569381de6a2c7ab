import type { AuditFilters } from "#domain/audit";
import { ButtonLink } from "#ui/button.tsx";
import { auditAddress } from "./audit-address.ts";

export function Paging(props: {
  filters: AuditFilters;
  nextCursor: string | null;
  isFirst: boolean;
  empty: boolean;
}) {
  const { filters, nextCursor, isFirst, empty } = props;
  if (isFirst && empty) return null;
  return (
    <nav aria-label="Pages of the audit log" className="flex flex-wrap items-center justify-center gap-2">
      {!isFirst && <ButtonLink href={auditAddress({ ...filters })}>Newest</ButtonLink>}
      {nextCursor && <ButtonLink href={auditAddress({ ...filters, cursor: nextCursor })}>Older</ButtonLink>}
      {!nextCursor && <span className="text-sm text-ink-muted">That is all.</span>}
    </nav>
  );
}
