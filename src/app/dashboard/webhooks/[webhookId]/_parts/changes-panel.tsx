import type { OpenedWebhook } from "#domain/webhooks";
import { Panel } from "#ui/facts.tsx";
import { ChangesTable } from "./changes-table.tsx";

/** What the event changed in its call when it was first applied. */
export function ChangesPanel({ webhook: { changes, verdict } }: { webhook: OpenedWebhook }) {
  return (
    <Panel title="What it changed">
      {changes === null ? (
        <p className="text-sm text-ink-muted">
          {verdict === "applied"
            ? "It was applied before this console kept a record of changes."
            : "Nothing: it was not applied to a call."}
        </p>
      ) : changes.length === 0 ? (
        <p className="text-sm text-ink-muted">Nothing: everything it says was known already.</p>
      ) : (
        <ChangesTable changes={changes} />
      )}
    </Panel>
  );
}
