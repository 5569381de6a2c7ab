import type { Metadata } from "next";
import { headers } from "next/headers";
import { settings } from "#config";
import { asActor } from "#database";
import { describeWorkspace } from "#domain/agents";
import { describeDeliveries, webhookAddresses } from "#domain/webhooks";
import { Notice } from "#ui/notice.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../../_session/require-admin-page.ts";
import { BackToWebhooks } from "../_parts/back-link.tsx";
import { AddressPanel } from "./_parts/address-panel.tsx";
import { AgentWebhooks } from "./_parts/agent-webhooks.tsx";
import { browserOrigin } from "./_parts/browser-origin.ts";

export const metadata: Metadata = { title: "Webhook set-up" };

export default async function WebhookSetupPage() {
  const { actor } = await requireAdminPage();
  const addresses = webhookAddresses(browserOrigin(await headers()));
  const { agents, notice } = await asActor(actor, describeWorkspace);
  const { lastValidAt } = await asActor(actor, describeDeliveries);
  return (
    <div className="mx-auto flex max-w-page flex-col gap-5">
      <BackToWebhooks />
      <PageHeader
        title="Webhook set-up"
        about="With webhooks, calls change here the moment they change at Retell."
      />
      {notice && <Notice tone="caution" title={notice} />}
      <AddressPanel
        addresses={addresses}
        lastValidAt={lastValidAt}
        simulated={settings().retell.mode === "simulator"}
      />
      <AgentWebhooks agents={agents} ours={addresses[0]?.url ?? ""} />
    </div>
  );
}
