import { Pale } from "#ui/pale.tsx";
import { BackToWebhooks } from "../_parts/back-link.tsx";

export default function WebhookLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-page flex-col gap-5">
      <BackToWebhooks />
      <Pale className="h-8 w-48" />
      <Pale className="h-control w-full max-w-form any-pointer-coarse:h-touch" />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <Pale className="h-56" />
          <Pale className="h-96" />
        </div>
        <Pale className="order-first h-72 lg:order-none" />
      </div>
    </div>
  );
}
