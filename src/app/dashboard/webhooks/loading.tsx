import { PageHeader } from "#ui/page-header.tsx";
import { Pale } from "#ui/pale.tsx";

export default function WebhooksLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-page flex-col gap-5">
      <PageHeader
        title="Webhooks"
        about="What Retell delivered to this console, and what became of it."
        actions={
          <>
            <Pale className="h-control w-24 any-pointer-coarse:h-touch" />
            <Pale className="h-control w-36 any-pointer-coarse:h-touch" />
          </>
        }
      />
      <Pale className="h-28.5" />
      <Pale className="h-130 md:h-92.5" />
      <Pale className="h-28 md:h-14" />
      <Pale className="h-144" />
    </div>
  );
}
