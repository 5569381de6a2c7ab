"use client";

import { createContext, type ReactNode, use, useSyncExternalStore } from "react";
import type { LiveCounts } from "#domain/calls";
import { classNames } from "#ui/class-names.ts";
import { liveCounts, onLiveCounts } from "./live-calls.ts";

/** As the server counted while it made the page. */
const FirstCounts = createContext<LiveCounts>({ onTheLine: 0, waiting: 0 });

export function LiveCountsProvider({ first, children }: { first: LiveCounts; children: ReactNode }) {
  return <FirstCounts value={first}>{children}</FirstCounts>;
}

/** How many calls there are at this moment; the tabs of a browser share one reading a change. */
export function useLiveCounts(): LiveCounts {
  const first = use(FirstCounts);
  return useSyncExternalStore(onLiveCounts, liveCounts, () => null) ?? first;
}

/** How many calls are on the line; nothing when none is. */
export function LiveCount({ className }: { className?: string }) {
  const { onTheLine } = useLiveCounts();
  if (onTheLine === 0) return null;
  return (
    <span
      className={classNames(
        "figures grid wrap-normal h-4.5 min-w-4.5 place-items-center rounded-full bg-in-progress-soft px-1.5 text-xs font-medium text-in-progress",
        className,
      )}
    >
      {onTheLine}
      <span className="sr-only"> on the line</span>
    </span>
  );
}
