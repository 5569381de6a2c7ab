import { Pale } from "#ui/pale.tsx";

export default function CallLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-page flex-col gap-5">
      <Pale className="h-5 w-16" />
      <Pale className="h-14 w-full max-w-form" />
      <Pale className="h-8 w-full" />
      <div className="grid gap-5 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <Pale className="h-96" />
        <Pale className="h-96" />
      </div>
    </div>
  );
}
