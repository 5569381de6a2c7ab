import { PhoneOutgoing } from "lucide-react";
import type { Metadata } from "next";
import { asActor } from "#database";
import { listCalls } from "#domain/calls";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../_session/require-admin-page.ts";
import { CallList } from "./_parts/call-list.tsx";
import { readStatuses } from "./_parts/status-param.ts";

export const metadata: Metadata = { title: "Calls" };

type Props = { searchParams: Promise<{ status?: string | string[] }> };

export default async function CallsPage({ searchParams }: Props) {
  const { actor } = await requireAdminPage();
  const { statuses, unknown } = readStatuses((await searchParams).status);
  const first = await asActor(actor, (db) => listCalls(db, { statuses, cursor: null }));
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader title="Calls" actions={<SendCallLink />} />
      {unknown.length > 0 && (
        <Notice tone="caution" title={`“${unknown.join("”, “")}” is not a status a call can have.`}>
          It was left out of the filter. Choose from the statuses below.
        </Notice>
      )}
      <CallList first={first} statuses={statuses} />
    </div>
  );
}

function SendCallLink() {
  return (
    <ButtonLink href="/dashboard/calls/send" look="primary">
      <PhoneOutgoing aria-hidden="true" className="size-4" />
      Send call
    </ButtonLink>
  );
}
