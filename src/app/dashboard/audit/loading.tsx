import { PageHeader } from "#ui/page-header.tsx";
import { Pale } from "#ui/pale.tsx";

export default function AuditLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Audit"
        about="Who did what, when, to which call, from where. No line is ever changed."
      />
      <Pale className="h-63.5 w-full md:h-37.5 xl:h-16 any-pointer-coarse:h-70 md:any-pointer-coarse:h-41.5 xl:any-pointer-coarse:h-18" />
      <Pale className="h-96 w-full" />
    </div>
  );
}
