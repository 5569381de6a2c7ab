import {
  type Completeness,
  completenessWords,
  type LifecycleEvent,
  lifecycleEvents,
  type NotCounted,
  percentOf,
  type Tally,
} from "#domain/webhooks";
import { classNames } from "#ui/class-names.ts";
import { Panel } from "#ui/facts.tsx";
import { HelpLink } from "#ui/help-link.tsx";
import { WebhookGaps } from "./webhook-gaps.tsx";

const notCountedWords: Record<NotCounted, string> = {
  account:
    "of agents without an address of their own. Where the account’s address leads, only Retell’s dashboard shows; none of its deliveries has come here",
  elsewhere: "of agents that deliver to another address",
  unknown_agent: "of agents that are not among the workspace’s",
  before: "that were over before their agent was known to deliver here",
};

/** How many of the webhooks that must have come did, by day and event, and of which calls one never came. */
export function CompletenessPanel({ completeness }: { completeness: Completeness }) {
  return (
    <Panel
      title="Webhook completeness"
      aside={
        <span className="text-sm">
          <HelpLink section="webhooks-are-missing">How it is counted</HelpLink>
        </span>
      }
    >
      <p className="text-sm font-medium">{completenessWords(completeness)}</p>
      <DayTable days={completeness.days} />
      <WebhookGaps gaps={completeness.gaps} />
      {completeness.notCounted.length > 0 && (
        <div className="text-sm text-ink-muted">
          <p>Of these calls of the last 7 days nothing is expected here:</p>
          <ul className="list-disc pl-5">
            {completeness.notCounted.map(({ why, calls }) => (
              <li key={why}>
                <span className="figures">{calls.toLocaleString("en-US")}</span> {notCountedWords[why]}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function DayTable({ days }: { days: Completeness["days"] }) {
  return (
    <table className="w-full max-w-form text-left text-sm">
      <caption className="sr-only">Webhooks that came of those expected, by day and event</caption>
      <thead>
        <tr className="text-xs text-ink-muted">
          <th scope="col" className="py-1 font-medium">
            Day (UTC)
          </th>
          {lifecycleEvents.map((event) => (
            <th key={event} scope="col" className="py-1 pl-2 text-right font-medium">
              {event.split("_").map((part, index) => (
                <span key={part}>
                  {index > 0 && "_"}
                  {part}
                  <wbr />
                </span>
              ))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-y border-line">
        {days.map(({ day, events }) => (
          <tr key={day}>
            <th scope="row" className="figures py-1 font-normal">
              {day}
            </th>
            {lifecycleEvents.map((event) => (
              <DayCell key={event} event={event} tally={events[event]} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({ event, tally }: { event: LifecycleEvent; tally: Tally }) {
  const percent = percentOf(tally);
  if (percent === null) return <td className="py-1 pl-2 text-right text-ink-faint">–</td>;
  const missing = tally.expected - tally.came;
  return (
    <td
      title={`${tally.came} of ${tally.expected} ${event} came`}
      className={classNames("figures py-1 pl-2 text-right", missing > 0 && "font-medium text-ringing")}
    >
      {percent === 100 ? percent : percent.toFixed(1)} %
      {missing > 0 && <span className="block text-xs">{missing.toLocaleString("en-US")} missing</span>}
    </td>
  );
}
