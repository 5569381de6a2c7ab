import { PageHeader } from "#ui/page-header.tsx";
import { Pale } from "#ui/pale.tsx";

const strips = Array.from({ length: 6 }, (_, strip) => strip);

/** The board's own measures, so that nothing moves when the calls come. */
export default function LiveLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-list flex-col gap-4">
      <PageHeader
        title="Live"
        about={<Pale className="h-5.5 w-40" />}
        actions={<Pale className="h-control w-28 any-pointer-coarse:h-touch" />}
      />
      <Pale className="h-9 w-full max-w-form any-pointer-coarse:h-touch" />
      <div className="divide-y divide-line rounded-lg border border-line bg-surface">
        {strips.map((strip) => (
          <div key={strip} className="flex h-32 items-center px-4 lg:h-16">
            <Pale className="h-4 w-full" />
          </div>
        ))}
      </div>
    </div>
  );
}
