import type { Metadata } from "next";
import { Suspense } from "react";
import { settings } from "#config";
import { asActor } from "#database";
import { describeWorkspace } from "#domain/agents";
import { listSentLately } from "#domain/calls";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../../_session/require-admin-page.ts";
import { AgainNotice } from "./_parts/again-notice.tsx";
import { firstChoices } from "./_parts/first-choices.ts";
import { LinesNotice } from "./_parts/lines-notice.tsx";
import { RefreshListsButton } from "./_parts/refresh-lists-button.tsx";
import { SendForm } from "./_parts/send-form.tsx";
import { readSentBefore } from "./_parts/sent-before.ts";
import { WorkspaceNotice } from "./_parts/workspace-notice.tsx";

export const metadata: Metadata = { title: "Send call" };

type Props = { searchParams: Promise<{ again?: string | string[] }> };

export default async function SendCallPage({ searchParams }: Props) {
  const { actor, person } = await requireAdminPage();
  const found = await readSentBefore(actor, (await searchParams).again);
  const [{ agents, numbers, notice }, sent] = await Promise.all([
    asActor(actor, describeWorkspace),
    asActor(actor, listSentLately),
  ]);
  const voices = agents.filter((agent) => agent.channel !== "chat");
  const before = found ?? null;
  return (
    <div className="mx-auto flex max-w-page flex-col gap-6">
      <PageHeader
        title="Send call"
        about="An agent calls the number, with your variables filled into its prompt."
        actions={<RefreshListsButton />}
      />
      <WorkspaceNotice notice={notice} agents={voices.length} numbers={numbers.length} />
      {found !== null && <AgainNotice before={found} agents={voices} numbers={numbers} />}
      <Suspense>
        <LinesNotice actor={actor} />
      </Suspense>
      <SendForm
        key={before?.callId}
        agents={voices}
        numbers={numbers}
        before={before}
        sent={sent}
        personId={person.id}
        {...firstChoices(voices, numbers, settings().retell, before)}
      />
    </div>
  );
}
