"use client";

import { useEffect, useState } from "react";
import { type CallCount, readTotal } from "../../_api/calls.ts";
import { useRounds } from "../../_live/use-rounds.ts";

/** Nobody reads numbers that run. */
const RECOUNT_MS = 2_000;

/** How many calls the filters want, kept up to date; null until it is known, or where it cannot be told at once. */
export function useTotal(filters: string): CallCount | null {
  const [counted, setCounted] = useState<{ filters: string; total: CallCount | null } | null>(null);
  const round = useRounds(RECOUNT_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round counts again.
  useEffect(() => {
    let isWanted = true;
    readTotal(filters).then(
      (total) => isWanted && setCounted({ filters, total }),
      // A number that may be wrong is none; the rows say at least how many there are.
      () => isWanted && setCounted(null),
    );
    return () => {
      isWanted = false;
    };
  }, [filters, round]);
  return counted?.filters === filters ? counted.total : null;
}
