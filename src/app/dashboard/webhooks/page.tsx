import type { Metadata } from "next";
import { asActor } from "#database";
import { listSetAside } from "#domain/calls";
import { isProblem } from "#domain/problems";
import { describeCompleteness, describeDeliveries, listEventNames, listWebhooks } from "#domain/webhooks";
import { ButtonLink } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { PageHeader } from "#ui/page-header.tsx";
import { requireAdminPage } from "../../_session/require-admin-page.ts";
import { CompletenessPanel } from "./_parts/completeness.tsx";
import { DeliveryFilter } from "./_parts/delivery-filter.tsx";
import { DeliveryHealth } from "./_parts/delivery-health.tsx";
import { DeliveryList } from "./_parts/delivery-list.tsx";
import { type AskedDeliveries, queryFrom } from "./_parts/delivery-query.ts";
import { RefreshButton } from "./_parts/refresh-button.tsx";
import { SetAsideCalls } from "./_parts/set-aside-calls.tsx";

export const metadata: Metadata = { title: "Webhooks" };

type Props = { searchParams: Promise<AskedDeliveries> };

export default async function WebhooksPage({ searchParams }: Props) {
  const { actor } = await requireAdminPage();
  const asked = await searchParams;
  const summary = await asActor(actor, describeDeliveries);
  return (
    <div className="mx-auto flex max-w-page flex-col gap-5">
      <PageHeader
        title="Webhooks"
        about="What Retell delivered to this console, and what became of it."
        actions={
          <>
            <RefreshButton />
            <ButtonLink href="/dashboard/webhooks/setup" look="primary">
              Set up webhooks
            </ButtonLink>
          </>
        }
      />
      <DeliveryHealth summary={summary} />
      <CompletenessPanel completeness={await asActor(actor, (db) => describeCompleteness(db))} />
      <SetAsideCalls calls={await asActor(actor, listSetAside)} />
      <DeliveryFilter asked={asked} events={await asActor(actor, listEventNames)} />
      <Deliveries read={() => asActor(actor, (db) => listWebhooks(db, queryFrom(asked)))} asked={asked} />
    </div>
  );
}

async function Deliveries(props: { read: () => ReturnType<typeof listWebhooks>; asked: AskedDeliveries }) {
  try {
    return <DeliveryList page={await props.read()} asked={props.asked} />;
  } catch (error) {
    if (!isProblem(error)) throw error;
    return <Notice tone="failure" role="alert" title={error.message} />;
  }
}
