import { PageHeader } from "#ui/page-header.tsx";
import { Pale } from "#ui/pale.tsx";

export default function AuditLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Audit"
        about="Who did what, when, to which call, from where. No line is ever changed."
      />
      <Pale className="h-16 w-full" />
      <Pale className="h-96 w-full" />
    </div>
  );
}
