import { CircleHelp, Frown, Meh, Smile, ThumbsDown, ThumbsUp } from "lucide-react";
import type { CallListItem, WaitReason } from "#domain/calls";

export const waitLabels: Record<WaitReason, string> = {
  no_free_line: "Waiting for a free line",
  calls_per_second: "Waiting its turn",
  retell_asked: "Retell asked to wait",
  retell_unreachable: "Retell cannot be reached",
  lines_unknown: "Waiting for Retell",
};

/** How the call ended or why it waits, whether it did what it was for, and how the other party felt. */
export function CallOutcome({ call }: { call: CallListItem }) {
  const ending = call.needsDecision
    ? "Needs a decision"
    : (call.failureMessage ?? call.disconnectionLabel ?? (call.waiting && waitLabels[call.waiting.reason]));
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      {call.status === "completed" && <Success successful={call.callSuccessful} />}
      <Sentiment sentiment={call.userSentiment} />
      <span
        title={call.failureMessage ?? call.disconnectionReason ?? undefined}
        className={
          call.status === "failed"
            ? "truncate text-failed"
            : call.needsDecision
              ? "truncate font-medium text-ringing"
              : "truncate text-ink-muted"
        }
      >
        {ending}
      </span>
    </span>
  );
}

function Success({ successful }: { successful: boolean | null }) {
  if (successful === null) return null;
  const Icon = successful ? ThumbsUp : ThumbsDown;
  return (
    <Icon
      role="img"
      aria-label={successful ? "Successful" : "Not successful"}
      className={iconClass(successful)}
    />
  );
}

const faces: Record<string, typeof Smile> = { Positive: Smile, Neutral: Meh, Negative: Frown };

function Sentiment({ sentiment }: { sentiment: string | null }) {
  if (sentiment === null || sentiment === "Unknown") return null;
  const Icon = faces[sentiment] ?? CircleHelp;
  return (
    <Icon role="img" aria-label={`Sentiment: ${sentiment}`} className="size-3.5 shrink-0 text-ink-faint" />
  );
}

function iconClass(good: boolean): string {
  return `size-3.5 shrink-0 ${good ? "text-completed" : "text-failed"}`;
}
