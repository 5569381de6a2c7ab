import { Download } from "lucide-react";
import type { OpenedWebhook } from "#domain/webhooks";
import { CopyButton } from "#ui/copy-button.tsx";
import { Panel } from "#ui/facts.tsx";

/** The body as it came: JSON laid out, anything else as text. */
export function BodyPanel({ webhook: { id, body, sizeBytes } }: { webhook: OpenedWebhook }) {
  return (
    <Panel
      title="Body"
      aside={
        <div className="flex items-center gap-1">
          {!body.isCut && sizeBytes > 0 && <CopyButton text={body.text} label="Copy the body" />}
          <a
            href={`/api/webhook-log/${id}/body`}
            download
            aria-label="Download the body as it came"
            title="Download the body as it came"
            className="inline-grid size-7 place-items-center rounded-md text-ink-muted hover:bg-hover hover:text-ink"
          >
            <Download aria-hidden="true" className="size-3.5" />
          </a>
        </div>
      }
    >
      {sizeBytes === 0 && <p className="text-sm text-ink-muted">The body was empty.</p>}
      {body.isCut && (
        <p className="text-sm text-ink-muted">
          Only the start is shown.{" "}
          <a
            href={`/api/webhook-log/${id}/body`}
            download
            className="text-accent underline underline-offset-2"
          >
            Download the whole
          </a>
        </p>
      )}
      {sizeBytes > 0 && (
        <pre
          dir="ltr"
          className="rounded-md bg-sunken p-3 font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          {body.text}
        </pre>
      )}
    </Panel>
  );
}
