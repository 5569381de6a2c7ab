"use client";

import { useEffect, useId, useState, useSyncExternalStore } from "react";
import { Later } from "./later.ts";
import { type TimeInView, watchTimes } from "./watch-times.ts";

const tooltip = new Later(() => import("./exact-time.tsx"));

/**
 * One tooltip for every `<time>` of a page: the exact moment, in the viewer's zone and in UTC. A list may have
 * hundreds of times, so they carry no tooltip and no keyboard stop each: the row's own stop shows its time.
 */
export function ExactTimes() {
  const id = useId();
  const [time, setTime] = useState<TimeInView | null>(null);
  const code = useSyncExternalStore(
    tooltip.subscribe,
    () => tooltip.code,
    () => null,
  );
  // A page that cannot be reached is told of elsewhere; whoever only passes over a time need not hear of it.
  useEffect(() => tooltip.loadWhenIdle(), []);
  useEffect(() => watchTimes(setTime), []);
  useEffect(() => {
    if (!code || !time?.stop) return;
    const { stop } = time;
    const before = stop.getAttribute("aria-describedby");
    stop.setAttribute("aria-describedby", before ? `${before} ${id}` : id);
    return () => {
      if (before === null) stop.removeAttribute("aria-describedby");
      else stop.setAttribute("aria-describedby", before);
    };
  }, [code, time, id]);
  return code && <code.ExactTime id={id} time={time} onClose={() => setTime(null)} />;
}
