import { PhoneOutgoing } from "lucide-react";
import type { Metadata } from "next";
import { asActor } from "#database";
import { listLive } from "#domain/calls";
import { ButtonLink } from "#ui/button.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../_session/require-admin-page.ts";
import { LiveBoard } from "./_parts/live-board.tsx";
import { LiveSummary } from "./_parts/live-summary.tsx";

export const metadata: Metadata = { title: "Live" };

export default async function LivePage() {
  const { actor } = await requireAdminPage();
  const { calls } = await asActor(actor, listLive);
  return (
    <div className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Live"
        about={<LiveSummary />}
        actions={
          <ButtonLink href="/dashboard/calls/send" look="primary">
            <PhoneOutgoing aria-hidden="true" className="size-4" />
            Send call
          </ButtonLink>
        }
      />
      <LiveBoard first={calls} />
    </div>
  );
}
