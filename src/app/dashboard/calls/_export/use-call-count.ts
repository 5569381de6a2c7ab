"use client";

import { useEffect, useState } from "react";
import { type CallCount, readCallCount } from "../../_api/calls.ts";

/** How many calls the filters want; null until it is known. */
export function useCallCount(filters: string): CallCount | "unknown" | null {
  const [counted, setCounted] = useState<CallCount | "unknown" | null>(null);
  useEffect(() => {
    let isWanted = true;
    setCounted(null);
    readCallCount(filters).then(
      (count) => isWanted && setCounted(count),
      // The export itself says what is wrong.
      () => isWanted && setCounted("unknown"),
    );
    return () => {
      isWanted = false;
    };
  }, [filters]);
  return counted;
}
