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
      <div className="flex max-w-form flex-col gap-5">
        {fields.map((field) => (
          <Pale key={field} className="h-16 w-full" />
        ))}
      </div>
    </div>
  );
}
