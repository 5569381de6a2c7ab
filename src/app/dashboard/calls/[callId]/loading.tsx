import { Pale } from "#ui/pale.tsx";

/** As high as what a finished call shows in the same places. */
export default function CallLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-page flex-col gap-5">
      <div className="flex flex-col gap-3">
        <Pale className="h-5 w-16" />
        <Pale className="h-15 w-full max-w-form" />
      </div>
      <Pale className="h-5 w-full" />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="flex flex-col gap-5">
          <Pale className="h-34" />
          <Pale className="h-120" />
        </div>
        <div className="flex flex-col gap-5">
          <Pale className="h-80" />
          <Pale className="h-48" />
        </div>
      </div>
    </div>
  );
}
