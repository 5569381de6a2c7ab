import { PageHeader } from "#ui/page-header.tsx";
import { Pale } from "#ui/pale.tsx";

const rows = Array.from({ length: 14 }, (_, row) => row);

/** The list's own measures, so that nothing moves when the calls come. */
export default function CallsLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Calls"
        beside={<Pale className="h-control w-32 any-pointer-coarse:h-touch" />}
        actions={<Pale className="h-control w-28 any-pointer-coarse:h-touch" />}
      />
      <div className="flex flex-col gap-2.5">
        <Pale className="h-9 w-full any-pointer-coarse:h-touch" />
        <Pale className="h-7 w-full max-w-form any-pointer-coarse:h-9" />
      </div>
      <Pale className="-mt-1 -mb-2 h-control w-28 self-end any-pointer-coarse:h-touch" />
      <div className="divide-y divide-line rounded-lg border border-line bg-surface">
        {rows.map((row) => (
          <div key={row} className="flex h-26 items-center px-4 lg:h-row">
            <Pale className="h-4 w-full" />
          </div>
        ))}
      </div>
    </div>
  );
}
