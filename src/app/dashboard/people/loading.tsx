import { PageHeader } from "#ui/page-header.tsx";
import { Pale } from "#ui/pale.tsx";

export default function PeopleLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-page flex-col gap-5">
      <PageHeader title="People" about="Admins use the console; everybody else is kept out." />
      <Pale className="h-40 w-full" />
      <div className="grid gap-5 lg:grid-cols-2">
        <Pale className="h-56 w-full" />
        <Pale className="h-56 w-full" />
      </div>
    </div>
  );
}
