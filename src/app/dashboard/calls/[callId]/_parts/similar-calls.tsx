import Link from "next/link";
import type { CallListItem } from "#domain/calls";
import { phoneWords } from "#telephone";
import { Button } from "#ui/button.tsx";
import { CallStatusBadge } from "#ui/call-status.tsx";
import { Confirm } from "#ui/confirm.tsx";
import { Moment } from "#ui/moment.tsx";

/** Calls that Retell shows to the same number around that time: one of them may be this one. */
export function SimilarCalls(props: {
  calls: CallListItem[];
  busy: boolean;
  onChoose: (similarId: string) => void;
}) {
  if (props.calls.length === 0)
    return <p>We know of no call at Retell to that number around that time that nobody here asked for.</p>;
  return (
    <div className="flex flex-col gap-1">
      <p>
        {props.calls.length === 1 ? "A call" : "Calls"} at Retell to that number around that time, placed by
        nobody here:
      </p>
      <ul className="flex flex-col divide-y divide-line border-y border-line">
        {props.calls.map((call) => (
          <li key={call.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-2">
            <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
              <Link href={`/dashboard/calls/${call.id}`} className="text-accent underline underline-offset-2">
                {call.toNumber ? phoneWords(call.toNumber) : "Unknown number"}
              </Link>
              <Moment at={call.startedAt ?? call.placedAt} />
              <CallStatusBadge status={call.status} />
              <span className="text-ink-muted [overflow-wrap:anywhere]">{call.retellCallId}</span>
            </div>
            <Confirm
              trigger={<Button disabled={props.busy}>This is the call</Button>}
              title="Is this the call?"
              deed="This is the call"
              keep="I am not sure"
              onConfirm={() => props.onChoose(call.id)}
            >
              Both become one, in your name: what is known of the other is then shown here. Somebody may have
              called the number from elsewhere at the same time, so compare agent and recording first.
            </Confirm>
          </li>
        ))}
      </ul>
    </div>
  );
}
