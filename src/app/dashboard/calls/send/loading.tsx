import { PageHeader } from "#ui/page-header.tsx";
import { Pale } from "#ui/pale.tsx";

const fields = ["phone number", "agent", "call from"];

export default function SendCallLoading() {
  return (
    <div aria-busy="true" className="mx-auto flex max-w-page flex-col gap-6">
      <PageHeader
        title="Send call"
        about="An agent calls the number, with your variables filled into its prompt."
      />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,34rem)_minmax(18rem,26rem)] lg:gap-10">
        <div className="flex flex-col gap-5">
          {fields.map((field) => (
            <Pale key={field} className="h-16 w-full" />
          ))}
        </div>
        <div className="flex flex-col gap-4 max-lg:hidden">
          <Pale className="h-28 w-full" />
          <Pale className="h-72 w-full" />
        </div>
      </div>
    </div>
  );
}
