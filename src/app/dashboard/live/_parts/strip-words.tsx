import type { LiveCall } from "#domain/calls";
import { classNames } from "#ui/class-names.ts";
import { waitLabels } from "../../calls/_parts/call-outcome.tsx";
import { VariablesInline } from "../../calls/_parts/variables-inline.tsx";
import { isWaiting } from "./live-strips.ts";

const speakers: Record<string, string> = {
  agent: "Agent",
  user: "Other party",
  transfer_target: "Transferred to",
};

/** What was said last; before anybody speaks how far the call has come and what it is about, and afterwards how it ended. */
export function StripWords({ call, isOver }: { call: LiveCall; isOver: boolean }) {
  if (isOver)
    return <p className={call.status === "failed" ? "text-failed" : undefined}>{endingWords(call)}</p>;
  if (call.stop?.message && call.stop.outcome !== "sent")
    return <p className="text-failed">Not ended yet: {call.stop.message}</p>;
  if (call.status !== "in_progress") return <Coming call={call} />;
  if (!call.lastWords)
    return (
      <p className="text-ink-faint">{call.tellsWords ? "No words yet" : "Its words come after the call"}</p>
    );
  return <LastWords by={call.lastWords.by} text={call.lastWords.text} />;
}

function LastWords({ by, text }: { by: string; text: string }) {
  return (
    <div className="flex min-w-0 flex-col">
      <span className={classNames("text-xs", by === "agent" ? "text-accent" : "text-ink-muted")}>
        {speakers[by] ?? by}
      </span>
      <p dir="auto" className="line-clamp-2 @[56rem]:line-clamp-1">
        {text}
      </p>
    </div>
  );
}

function Coming({ call }: { call: LiveCall }) {
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <p className="text-ink-muted">{comingWords(call)}</p>
      <div className="@[66rem]:hidden">
        <VariablesInline variables={call.variables} />
      </div>
    </div>
  );
}

function comingWords(call: LiveCall): string {
  if (isWaiting(call)) return call.waiting ? waitLabels[call.waiting.reason] : "Waiting to be dialled";
  if (call.dialState === "unconfirmed") return "Retell has not confirmed it yet";
  if (call.dialState === "dialling") return "On its way to Retell";
  return call.status === "ringing" ? "Nobody has answered yet" : "About to ring";
}

function endingWords(call: LiveCall): string {
  if (call.needsDecision) return "Nobody could find out whether it was placed";
  return call.failureMessage ?? call.disconnectionLabel ?? "It is over";
}
