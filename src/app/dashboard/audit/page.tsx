import type { Metadata } from "next";
import { asActor } from "#database";
import { actorKinds, auditActions, listAudit, readAuditFilters } from "#domain/audit";
import { listPeople } from "#domain/people";
import { Notice } from "#ui/notice.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../_session/require-admin-page.ts";
import { AuditFilterForm } from "./_parts/audit-filter-form.tsx";
import { AuditLines } from "./_parts/audit-lines.tsx";
import { actionWords, kindWords } from "./_parts/audit-words.ts";
import { Paging } from "./_parts/paging.tsx";
import { readPlace } from "./_parts/read-place.ts";

export const metadata: Metadata = { title: "Audit" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function AuditPage({ searchParams }: Props) {
  const { actor } = await requireAdminPage();
  const asked = await searchParams;
  const { filters, unknown } = readAuditFilters(asked);
  const { people, page, unknownPlace } = await asActor(actor, async (db) => ({
    people: await listPeople(db),
    ...(await readPlace(asked.cursor, (cursor) => listAudit(db, filters, cursor))),
  }));
  const stranger = filters.person !== null && !people.some(({ id }) => id === filters.person);
  const odd = [
    ...unknown,
    ...(stranger ? [`Nobody has the id “${filters.person}”.`] : []),
    ...(unknownPlace ? [unknownPlace] : []),
  ];
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Audit"
        about="Who did what, when, to which call, from where. No line is ever changed."
      />
      <AuditFilterForm
        key={JSON.stringify(filters)}
        filters={filters}
        people={people.map(({ id, name, email }) => ({ value: id, words: `${name} (${email})` }))}
        kinds={actorKinds.map((kind) => ({ value: kind, words: kindWords[kind] ?? kind }))}
        actions={auditActions.map((action) => ({ value: action, words: actionWords(action) }))}
      />
      {odd.length > 0 && (
        <Notice tone="caution" title={odd.join(" ")}>
          What is not understood was left out of the filter; somebody unknown has no lines.
        </Notice>
      )}
      <AuditLines lines={page.lines} />
      <Paging
        empty={page.lines.length === 0}
        filters={filters}
        nextCursor={page.nextCursor}
        isFirst={asked.cursor === undefined}
      />
    </div>
  );
}
