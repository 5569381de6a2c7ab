import type { DeliverySummary, TroubleReason } from "#domain/webhooks";
import { Panel } from "#ui/facts.tsx";
import { HelpLink, type HelpSection } from "#ui/help-link.tsx";
import { Ago } from "#ui/moment.tsx";

const troubles: Record<TroubleReason, { words: string; todo: string; section: HelpSection }> = {
  bad_signature: {
    words: "refused: the signature does not match",
    todo: "RETELL_API_KEY must be the key with the webhook badge; otherwise set RETELL_WEBHOOK_KEYS. Restart after changing either. Somebody else's forgeries are counted here too.",
    section: "webhooks-are-refused-401",
  },
  stale: {
    words: "refused: older than five minutes, or from the future",
    todo: "This server's clock is wrong, or deliveries are held up on their way. Turn on time synchronisation.",
    section: "webhooks-are-refused-401",
  },
  missing_signature: {
    words: "refused: not signed",
    todo: "Retell signs every delivery, so these came from elsewhere, or a proxy takes the x-retell-signature header away.",
    section: "webhooks-are-refused-401",
  },
  too_large: {
    words: "refused: larger than 8 MB",
    todo: "Retell sends nothing so large. Find out who does.",
    section: "webhooks-are-refused-401",
  },
  too_slow: {
    words: "refused: the body did not come in time",
    todo: "Retell sends at once. Somebody holds connections open, or the network on the way is in trouble.",
    section: "webhooks-are-refused-503",
  },
  busy: {
    words: "refused for load: more came than could be stored at once",
    todo: "Retell sends them again, and what it gives up on is read from its list. If this goes on, the machine or its disk is too slow.",
    section: "webhooks-are-refused-503",
  },
  not_stored: {
    words: "not acknowledged: the database did not confirm them in time",
    todo: "Retell sends them again; one that was stored after all is not stored twice. Look at the database.",
    section: "webhooks-are-refused-503",
  },
  malformed: {
    words: "malformed under a good signature",
    todo: "They are kept: filter by “Malformed” and open one to see its bytes.",
    section: "webhooks-do-not-arrive",
  },
};

/** When the last good delivery came, and what was refused of late, with what to do about it. */
export function DeliveryHealth({ summary }: { summary: DeliverySummary }) {
  return (
    <Panel title="How deliveries fare">
      <p className="text-sm">
        {summary.lastValidAt ? (
          <>
            The last valid delivery came <Ago at={summary.lastValidAt} isStop />.
          </>
        ) : (
          <>
            No valid delivery has come yet. <HelpLink section="webhooks-do-not-arrive" />
          </>
        )}
      </p>
      {summary.troubles.length === 0 ? (
        <p className="text-sm text-ink-muted">None was refused in the last 7 days.</p>
      ) : (
        <>
          <h3 className="pt-1 text-sm text-ink-muted">Refused, or of no use, in the last 7 days</h3>
          <ul className="flex flex-col divide-y divide-line border-t border-line">
            {summary.troubles.map(({ reason, count, lastAt }) => (
              <li key={reason} className="flex flex-col gap-0.5 py-2 text-sm">
                <p>
                  <strong className="figures font-semibold">{count}</strong> {troubles[reason].words}, last{" "}
                  <Ago at={lastAt} isStop />
                </p>
                <p className="text-ink-muted">
                  {troubles[reason].todo} <HelpLink section={troubles[reason].section}>More</HelpLink>
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
