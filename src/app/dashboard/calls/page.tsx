import { PhoneOutgoing } from "lucide-react";
import type { Metadata } from "next";
import { asActor } from "#database";
import { describeWorkspace } from "#domain/agents";
import { countUndecided, listCalls, readCallFilters } from "#domain/calls";
import { ButtonLink } from "#ui/button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../_session/require-admin-page.ts";
import { type Address, queryOf } from "./_parts/address.ts";
import { agentChoices } from "./_parts/agent-choices.ts";
import { CallList } from "./_parts/call-list.tsx";
import { DecisionNotice } from "./_parts/decision-notice.tsx";
import { FilterNotice } from "./_parts/filter-notice.tsx";
import { RefreshCallsButton } from "./_parts/refresh-calls-button.tsx";

export const metadata: Metadata = { title: "Calls" };

export default async function CallsPage({ searchParams }: { searchParams: Promise<Address> }) {
  const { actor } = await requireAdminPage();
  const query = queryOf(await searchParams);
  const { filters, problems } = readCallFilters(query);
  const isReadable = Object.keys(problems).length === 0;
  const { agents } = await asActor(actor, describeWorkspace);
  const first = isReadable ? await asActor(actor, (db) => listCalls(db, { filters, cursor: null })) : null;
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader title="Calls" actions={<Actions />} />
      {!filters.needsDecision && <DecisionNotice undecided={await asActor(actor, countUndecided)} />}
      <FilterNotice problems={problems} />
      <CallList first={first} filters={query.toString()} agents={agentChoices(agents)} problems={problems} />
    </div>
  );
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
