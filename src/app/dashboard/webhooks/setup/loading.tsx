import { PageHeader } from "#ui/page-header.tsx";
import { Pale } from "#ui/pale.tsx";
import { BackToWebhooks } from "../_parts/back-link.tsx";

export default function WebhookSetupLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-page flex-col gap-5">
      <BackToWebhooks />
      <PageHeader
        title="Webhook set-up"
        about="With webhooks, calls change here the moment they change at Retell."
      />
      <Pale className="h-80 md:h-60" />
      <Pale className="h-144" />
    </div>
  );
}
