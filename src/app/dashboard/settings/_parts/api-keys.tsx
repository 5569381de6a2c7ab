import { asActor } from "#database";
import { listApiKeys, type PersonActor } from "#domain/people";
import { Panel } from "#ui/facts.tsx";
import { ApiKeyForm } from "./api-key-form.tsx";
import { ApiKeyList } from "./api-key-list.tsx";

/** Keys for programs that place and read calls. */
export async function ApiKeys({ actor }: { actor: PersonActor }) {
  const keys = await asActor(actor, listApiKeys);
  return (
    <Panel title="API keys">
      <p className="text-ink-muted">
        A key lets a program send and read calls in the name of the admin who made it. It can manage neither
        people nor keys.
      </p>
      <ApiKeyForm />
      <ApiKeyList keys={keys} />
    </Panel>
  );
}
