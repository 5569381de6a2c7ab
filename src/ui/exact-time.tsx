"use client";

import { Tooltip } from "@base-ui/react/tooltip";
import { viewersZone } from "./viewers-zone.ts";
import type { TimeInView } from "./watch-times.ts";

/** The moment of the time in view, as it is called in the viewer's zone and in UTC. */
export function ExactTime(props: { id: string; time: TimeInView | null; onClose: () => void }) {
  const { id, time, onClose } = props;
  return (
    <Tooltip.Root open={time !== null} onOpenChange={(open) => !open && onClose()}>
      <Tooltip.Portal>
        <Tooltip.Positioner
          anchor={time?.element ?? null}
          sideOffset={6}
          collisionPadding={8}
          className="z-60 data-anchor-hidden:invisible"
        >
          <Tooltip.Popup
            id={id}
            role="tooltip"
            className="rounded-md border border-line bg-raised px-2.5 py-1.5 text-xs shadow-popup"
          >
            {time && <Zones at={time.at} />}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

function Zones({ at }: { at: number }) {
  const own = viewersZone();
  const zones = own === "UTC" ? ["UTC"] : [own, "UTC"];
  return (
    <dl className="figures grid grid-cols-[auto_auto] gap-x-3 gap-y-0.5">
      {zones.map((zone) => (
        <div key={zone} className="contents">
          <dt className="text-ink-muted">{zone.replaceAll("_", " ")}</dt>
          <dd>{momentIn(zone, at)}</dd>
        </div>
      ))}
    </dl>
  );
}

function momentIn(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZone,
    ...(timeZone !== "UTC" && { timeZoneName: "shortOffset" }),
  }).format(at);
}
