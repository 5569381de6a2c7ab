import { PhoneOutgoing } from "lucide-react";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { asActor } from "#database";
import { describeWorkspace } from "#domain/agents";
import {
  countUndecided,
  demandCallFields,
  filterNames,
  listCalls,
  readCallOrder,
  readCallQuery,
  searchFields,
  searchFromFilters,
  unknownOrderWords,
} from "#domain/calls";
import { ButtonLink } from "#ui/button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../_session/require-admin-page.ts";
import { defaultColumns, readColumns } from "./_columns/chosen-columns.ts";
import { fieldsFor } from "./_columns/column-names.ts";
import { OWN_COLUMNS } from "./_columns/own-columns.ts";
import { type Address, filtersIn, queryOf, viewNames } from "./_parts/address.ts";
import { agentChoices } from "./_parts/agent-choices.ts";
import { CallList } from "./_parts/call-list.tsx";
import { NEWEST_FIRST } from "./_parts/call-sort.ts";
import { DecisionNotice } from "./_parts/decision-notice.tsx";
import { RefreshCallsButton } from "./_parts/refresh-calls-button.tsx";
import { PeekRoom } from "./_peek/peek-room.tsx";
import { AddressNotice } from "./_search/address-notice.tsx";
import { CallSearch } from "./_search/call-search.tsx";
import { openView } from "./_views/open-view.ts";
import { ViewGone } from "./_views/view-gone.tsx";
import { ViewsBar } from "./_views/views-bar.tsx";

export const metadata: Metadata = { title: "Calls" };

export default async function CallsPage({ searchParams }: { searchParams: Promise<Address> }) {
  const { actor } = await requireAdminPage();
  const query = queryOf(await searchParams);
  leaveOldAddress(query);
  const view = await openView(actor, query);
  const order = readCallOrder(query.get("sort"));
  const ownColumns = (await cookies()).get(OWN_COLUMNS)?.value ?? null;
  const fields = fieldsShown(query.get("cols") ?? ownColumns);
  const { agents, read, first } = await asActor(actor, async (db) => {
    const read = await readCallQuery(db, query, { besides: viewNames });
    if (order === null) read.problems.sort = unknownOrderWords(query.get("sort") ?? "");
    const isReadable = Object.keys(read.problems).length === 0;
    return {
      read,
      agents: (await describeWorkspace(db)).agents,
      first:
        isReadable && order
          ? await listCalls(db, { filters: read.filters, cursor: null, order, fields })
          : null,
    };
  });
  const isUndecided = read.filters.conditions.some(({ kind }) => kind === "undecided");
  return (
    <PeekRoom>
      <div className="mx-auto flex max-w-list flex-col gap-4">
        <PageHeader
          title="Calls"
          beside={<ViewsBar view={view === "gone" ? null : view} />}
          actions={<Actions />}
        />
        {view === "gone" && <ViewGone />}
        {!isUndecided && <DecisionNotice undecided={await asActor(actor, countUndecided)} />}
        <AddressNotice problems={read.problems} />
        <CallList
          first={first}
          filters={filtersIn(query)}
          order={order ?? NEWEST_FIRST}
          ownColumns={ownColumns}
          isOwnToAddress={isUndecided}
          search={
            <CallSearch
              fields={searchFields}
              agents={agentChoices(agents)}
              mistakes={{ text: query.get("q") ?? "", found: read.mistakes }}
            />
          }
        />
      </div>
    </PeekRoom>
  );
}

/** What the first rows must carry for the columns that they are shown in. */
function fieldsShown(columns: string | null) {
  return demandCallFields(fieldsFor((readColumns(columns) ?? defaultColumns).map(({ name }) => name)));
}

/** An address from when each filter had a name of its own leads to the search that says the same. */
function leaveOldAddress(query: URLSearchParams): void {
  const search = searchFromFilters(query);
  if (search === null) return;
  const address = new URLSearchParams(
    [...query].filter(([name]) => name === "zone" || !(filterNames as readonly string[]).includes(name)),
  );
  address.set("q", [query.get("q") ?? "", search].filter(Boolean).join(" "));
  redirect(`/dashboard/calls?${address}`);
}

function Actions() {
  return (
    <>
      <RefreshCallsButton />
      <ButtonLink href="/dashboard/calls/send" look="primary">
        <PhoneOutgoing aria-hidden="true" className="size-4" />
        Send call
      </ButtonLink>
    </>
  );
}
