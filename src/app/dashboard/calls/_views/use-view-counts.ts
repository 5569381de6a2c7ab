"use client";

import { useEffect, useState } from "react";
import { readViewCounts, type ViewCounts } from "../../_api/views.ts";
import { useRounds } from "../../_live/use-rounds.ts";

/** Counting costs a query a view, and nobody reads numbers that run. */
const RECOUNT_MS = 5_000;

/** How many calls each view shows, kept up to date while the component is shown; null until that is known. */
export function useViewCounts(): ViewCounts | null {
  const [counts, setCounts] = useState<ViewCounts | null>(null);
  const round = useRounds(RECOUNT_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round counts again.
  useEffect(() => {
    const left = new AbortController();
    readViewCounts(left.signal).then(setCounts, () => {
      // Without numbers every view shows the dash of those that could not be counted.
      if (!left.signal.aborted) setCounts((before) => before ?? {});
    });
    return () => left.abort();
  }, [round]);
  return counts;
}
