import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { asActor } from "#database";
import { isProblem } from "#domain/problems";
import { getWebhook } from "#domain/webhooks";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../../_session/require-admin-page.ts";
import { BackToWebhooks } from "../_parts/back-link.tsx";
import { BodyPanel } from "./_parts/body-panel.tsx";
import { ChangesPanel } from "./_parts/changes-panel.tsx";
import { DeliveryFacts } from "./_parts/delivery-facts.tsx";
import { ReplayButton } from "./_parts/replay-button.tsx";

export const metadata: Metadata = { title: "Delivery" };

type Props = { params: Promise<{ webhookId: string }> };

async function readWebhook({ params }: Props) {
  const { actor } = await requireAdminPage();
  const { webhookId } = await params;
  try {
    return await asActor(actor, (db) => getWebhook(db, webhookId));
  } catch (error) {
    if (isProblem(error) && error.code === "not_found") notFound();
    throw error;
  }
}

export default async function WebhookPage(props: Props) {
  const webhook = await readWebhook(props);
  return (
    <article className="mx-auto flex max-w-page flex-col gap-5">
      <BackToWebhooks />
      <PageHeader title={webhook.event ?? "A delivery that names no event"} />
      <ReplayButton webhookId={webhook.id} />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <ChangesPanel webhook={webhook} />
          <BodyPanel webhook={webhook} />
        </div>
        <div className="order-first lg:order-none">
          <DeliveryFacts webhook={webhook} />
        </div>
      </div>
    </article>
  );
}
