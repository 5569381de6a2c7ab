import { AlertDialog } from "@base-ui/react/alert-dialog";
import type { LiveCall } from "#domain/calls";
import { Button } from "#ui/button.tsx";
import { Notice } from "#ui/notice.tsx";
import { progressOf } from "./end-progress.ts";
import type { Strip } from "./live-strips.ts";
import { otherPartyWords } from "./other-party.ts";

/** More than these say nothing new. */
const REFUSALS_SHOWN = 5;

/** How far it has come, from the calls themselves; closing it changes nothing. */
export function EndAllProgress(props: {
  calls: LiveCall[];
  strips: Strip[];
  /** Why they could not be asked for at all. */
  failure: string | null;
  isAsking: boolean;
}) {
  const { calls, strips, failure, isAsking } = props;
  const { ended, refused, underWay } = progressOf(calls, strips);
  const isDone = ended === calls.length;
  const share = Math.round((ended / calls.length) * 100);
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <AlertDialog.Title className="text-lg font-semibold tracking-tight">
          {isDone ? "They have ended" : `Ending ${calls.length} ${calls.length === 1 ? "call" : "calls"}`}
        </AlertDialog.Title>
        <AlertDialog.Description role="status" className="figures text-ink-muted">
          {ended} of {calls.length} ended
          {underWay > 0 && `, ${underWay} under way`}
          {refused.length > 0 && `, ${refused.length} not yet`}.
        </AlertDialog.Description>
      </div>
      <div
        role="progressbar"
        aria-label="Calls that have ended"
        aria-valuenow={share}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${share}%` }} />
      </div>
      {failure && (
        <Notice tone="failure" role="alert" title="Not every call could be asked for">
          {failure} Close this and try again: what was asked for already is not asked for twice.
        </Notice>
      )}
      {refused.length > 0 && <Refusals calls={refused} />}
      <div className="flex justify-end">
        <AlertDialog.Close render={<Button look={isDone ? "primary" : "quiet"} />}>
          {isDone || !isAsking ? "Close" : "Close, and let it go on"}
        </AlertDialog.Close>
      </div>
    </>
  );
}

function Refusals({ calls }: { calls: LiveCall[] }) {
  const rest = calls.length - REFUSALS_SHOWN;
  return (
    <ul aria-label="Not ended yet" className="flex flex-col gap-1 text-sm">
      {calls.slice(0, REFUSALS_SHOWN).map((call) => (
        <li key={call.id}>
          <span className="font-medium">{otherPartyWords(call)}</span>
          <span className="text-ink-muted"> {call.stop?.message}</span>
        </li>
      ))}
      {rest > 0 && <li className="text-ink-muted">and {rest} more</li>}
      <li className="text-ink-muted">They are tried again for a quarter of an hour.</li>
    </ul>
  );
}
