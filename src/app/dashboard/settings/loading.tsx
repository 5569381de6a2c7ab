import { PageHeader } from "#ui/page-header.tsx";
import { Pale } from "#ui/pale.tsx";

export default function SettingsLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-page flex-col gap-5">
      <PageHeader title="Settings" />
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <div className="flex flex-col gap-5">
          <Pale className="h-96" />
          <Pale className="h-30" />
          <Pale className="h-72" />
        </div>
        <Pale className="h-144" />
      </div>
    </div>
  );
}
