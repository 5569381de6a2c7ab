import Link from "next/link";
import type { WebhookGap } from "#domain/webhooks";
import { Ago } from "#ui/moment.tsx";

const knownWords: Record<WebhookGap["known"], string> = {
  whole: "Nothing is missing from the call: Retell was asked, or another webhook told all",
  asking: "Retell is being asked",
  told: "Retell was asked, and had no more to tell",
};

/** The calls of which a webhook never came, folded away: they are mended already. */
export function WebhookGaps({ gaps }: { gaps: WebhookGap[] }) {
  if (gaps.length === 0) return null;
  return (
    <details className="text-sm">
      <summary className="w-fit cursor-pointer rounded-sm text-accent underline underline-offset-2">
        {gaps.length === 1 ? "The call that misses one" : `The latest ${gaps.length} calls that miss one`}
      </summary>
      <ul className="mt-2 flex flex-col divide-y divide-line border-t border-line">
        {gaps.map(({ callId, retellCallId, overAt, missing, known }) => (
          <li key={callId} className="flex flex-col gap-0.5 py-2">
            <p className="flex flex-wrap gap-x-3">
              <Link
                href={`/dashboard/calls/${callId}`}
                prefetch={false}
                className="text-accent underline underline-offset-2 [overflow-wrap:anywhere]"
              >
                {retellCallId}
              </Link>
              <span className="text-ink-muted">
                over <Ago at={overAt} isStop />
              </span>
            </p>
            <p>
              <strong className="font-medium">{missing.join(", ")}</strong> never came.{" "}
              <span className="text-ink-muted">{knownWords[known]}.</span>
            </p>
          </li>
        ))}
      </ul>
    </details>
  );
}
