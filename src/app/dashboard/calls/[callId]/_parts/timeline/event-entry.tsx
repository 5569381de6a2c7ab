import {
  ArrowRightLeft,
  CircleDot,
  Grid3x3,
  type LucideIcon,
  MessageSquare,
  Syringe,
  Waypoints,
  Wrench,
} from "lucide-react";
import { memo } from "react";
import { classNames } from "#ui/class-names.ts";
import { CopyButton } from "#ui/copy-button.tsx";
import { Summary } from "#ui/summary.tsx";
import { EntryTime } from "./entry-time.tsx";
import type { TimelineEvent } from "./timeline.ts";

const looks: Record<TimelineEvent["kind"], { name: string; Icon: LucideIcon; ink: string }> = {
  tool: { name: "Tool", Icon: Wrench, ink: "text-in-progress" },
  node: { name: "Node", Icon: Waypoints, ink: "text-ink-muted" },
  key: { name: "Key", Icon: Grid3x3, ink: "text-ringing" },
  transfer: { name: "Transfer", Icon: ArrowRightLeft, ink: "text-cancelled" },
  message: { name: "Message", Icon: MessageSquare, ink: "text-completed" },
  context: { name: "Context", Icon: Syringe, ink: "text-initiated" },
  other: { name: "Event", Icon: CircleDot, ink: "text-ink-muted" },
};

/** Something that happened between the words: a tool was called, a key pressed, a node entered. */
export const EventEntry = memo(function EventEntry({ event }: { event: TimelineEvent }) {
  const { name, Icon, ink } = looks[event.kind];
  return (
    <div className="grid gap-x-4 text-sm @[32rem]:grid-cols-[8rem_minmax(0,1fr)]">
      <p className="flex items-baseline justify-between gap-2">
        <span className={classNames("whitespace-nowrap", ink)}>
          <Icon aria-hidden="true" className="mr-1.5 inline size-3.5 -translate-y-px align-middle" />
          {name}
        </span>
        <EntryTime at={event.at} isExact={event.isExact} />
      </p>
      {event.parts.length === 0 ? (
        <p dir="auto" className="min-w-0 text-ink-muted">
          <Title event={event} />
        </p>
      ) : (
        <details className="min-w-0">
          <Summary>
            <Title event={event} />
          </Summary>
          <div className="mt-1.5 flex flex-col gap-2">
            {event.parts.map((part) => (
              <Part key={part.name} {...part} />
            ))}
          </div>
        </details>
      )}
    </div>
  );
});

function Title({ event: { title, failed, tookMs } }: { event: TimelineEvent }) {
  return (
    <>
      <span dir="auto" className="min-w-0 wrap-anywhere">
        {title}
      </span>
      {failed && <span className="ml-1.5 text-failed">failed</span>}
      {tookMs !== null && <span className="figures ml-1.5 text-ink-faint">{Math.round(tookMs)} ms</span>}
    </>
  );
}

function Part({ name, text }: { name: string; text: string }) {
  return (
    <div className="rounded-md bg-sunken py-1 pr-1 pl-2.5">
      <div className="flex items-center justify-between gap-2 text-xs text-ink-muted">
        {name}
        <CopyButton text={text} label={`Copy the ${name.toLowerCase()}`} />
      </div>
      <pre dir="auto" className="pb-1.5 font-sans text-xs whitespace-pre-wrap text-ink wrap-anywhere">
        {text}
      </pre>
    </div>
  );
}
