import { PhoneIncoming, PhoneOutgoing } from "lucide-react";
import Link from "next/link";
import { memo } from "react";
import type { LiveCall } from "#domain/calls";
import { CallStatusBadge } from "#ui/call-status.tsx";
import { classNames } from "#ui/class-names.ts";
import { CallDuration, Elapsed } from "#ui/duration.tsx";
import { VariablesInline } from "../../calls/_parts/variables-inline.tsx";
import { EndButton } from "./end-button.tsx";
import { otherPartyWords } from "./other-party.ts";
import { StripWords } from "./strip-words.tsx";

interface CallStripProps {
  call: LiveCall;
  isOver: boolean;
  arrived: boolean;
  isArmed: boolean;
  isEnding: boolean;
  /** Asks once more before ending; null takes the question back. */
  onArm: (id: string | null) => void;
  onEnd: (call: LiveCall) => void;
}

/** One call of this moment. The link covers the strip, so it opens like any link; the button stands above it. */
export const CallStrip = memo(function CallStrip(props: CallStripProps) {
  const { call, isOver, arrived } = props;
  return (
    <li
      data-call={call.id}
      className={classNames(
        "relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-2 px-4 py-3 text-sm transition-colors first:rounded-t-lg last:rounded-b-lg has-[a:focus-visible]:bg-hover",
        "[contain-intrinsic-block-size:auto_4rem] [content-visibility:auto]",
        "@[56rem]:min-h-16 @[56rem]:grid-cols-[7rem_12rem_minmax(0,1fr)_4rem_6.5rem] @[56rem]:py-2",
        "@[66rem]:grid-cols-[7rem_12rem_minmax(0,1.8fr)_minmax(0,1fr)_4rem_6.5rem]",
        isOver ? "bg-sunken text-ink-muted" : "hover:bg-hover",
        arrived && "animate-arrive",
      )}
    >
      <div className="min-w-0 @[56rem]:order-2">
        <OtherParty call={call} />
        <p title={call.agentId ?? undefined} className="truncate text-xs text-ink-muted">
          {call.agentName ?? call.agentId ?? "No agent"}
        </p>
      </div>
      <div className="figures justify-self-end @[56rem]:order-4">
        <StripTime call={call} isOver={isOver} />
      </div>
      <div className="col-span-2 min-w-0 @[56rem]:order-3 @[56rem]:col-span-1">
        <StripWords call={call} isOver={isOver} />
      </div>
      <div className="hidden min-w-0 @[66rem]:order-3 @[66rem]:block">
        <VariablesInline variables={call.variables} />
      </div>
      <div className="@[56rem]:order-1">
        <CallStatusBadge status={call.status} />
      </div>
      <div className="relative z-1 justify-self-end @[56rem]:order-5">
        {!isOver && <EndButton {...props} />}
      </div>
    </li>
  );
});

function OtherParty({ call }: { call: LiveCall }) {
  const inbound = call.direction === "inbound";
  const Direction = inbound ? PhoneIncoming : PhoneOutgoing;
  return (
    <Link
      href={`/dashboard/calls/${call.id}`}
      prefetch={false}
      data-strip=""
      className="flex items-center gap-2 font-medium outline-none after:absolute after:inset-0 focus-visible:after:rounded-md focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
    >
      <Direction
        role="img"
        aria-label={inbound ? "Inbound, from" : "Outbound, to"}
        className="size-3.5 shrink-0 text-ink-faint"
      />
      <span className="truncate">{otherPartyWords(call)}</span>
    </Link>
  );
}

/** How long they talk; before that how long it has been coming, and afterwards how long it was. */
function StripTime({ call, isOver }: { call: LiveCall; isOver: boolean }) {
  if (isOver || call.status === "in_progress")
    return <CallDuration status={call.status} startedAt={call.startedAt} durationMs={call.durationMs} />;
  return <Elapsed since={call.placedAt} ink="text-ink-muted" />;
}
