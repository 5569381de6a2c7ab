import { Check } from "lucide-react";
import type { Call, CallStatus } from "#domain/calls";
import { isOver, statusLooks } from "#ui/call-status.tsx";
import { classNames } from "#ui/class-names.ts";

/** The way a call takes. One that ended early shows only the stations it can have passed. */
function stationsOf(call: Call): CallStatus[] {
  if (call.status !== "failed" && call.status !== "cancelled") {
    return ["initiated", "ringing", "in_progress", "completed"];
  }
  if (call.startedAt !== null && (call.durationMs ?? 0) > 0)
    return ["initiated", "ringing", "in_progress", call.status];
  return call.retellCallId === null ? ["initiated", call.status] : ["initiated", "ringing", call.status];
}

export function CallProgress({ call }: { call: Call }) {
  const stations = stationsOf(call);
  const reached = stations.indexOf(call.status);
  return (
    <div>
      <ol aria-label="Progress of the call" className="flex items-center">
        {stations.map((station, index) => (
          <Station key={station} station={station} index={index} reached={reached} />
        ))}
      </ol>
      <p role="status" className="sr-only">
        Status: {statusLooks[call.status].label}
      </p>
    </div>
  );
}

function Station({ station, index, reached }: { station: CallStatus; index: number; reached: number }) {
  const { label, Icon, ink, moving } = statusLooks[station];
  const current = index === reached;
  const passed = index < reached;
  return (
    <li
      aria-current={current ? "step" : undefined}
      className="flex items-center gap-2 not-first:flex-1 not-first:before:mx-1 not-first:before:h-px not-first:before:min-w-3 not-first:before:flex-1 not-first:before:bg-line sm:not-first:before:mx-3"
    >
      <span
        className={classNames(
          "flex items-center gap-1.5 text-sm whitespace-nowrap transition-colors duration-300",
          current && `font-medium ${ink}`,
          passed && "text-ink-muted",
          !current && !passed && "text-ink-faint",
        )}
      >
        {passed ? (
          <Check aria-hidden="true" className="size-4 text-completed" />
        ) : (
          <Icon aria-hidden="true" className={classNames("size-4", current && moving && "animate-breathe")} />
        )}
        <span className={classNames(!current && "max-sm:sr-only")}>
          {label}
          {passed && <span className="sr-only"> (done)</span>}
          {!(passed || current || isOver(station)) && <span className="sr-only"> (to come)</span>}
        </span>
      </span>
    </li>
  );
}
