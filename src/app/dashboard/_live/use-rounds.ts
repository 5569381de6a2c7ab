"use client";

import { useEffect, useRef, useState } from "react";
import { useLiveCalls } from "./use-live-calls.ts";

/** Another number when calls have changed, at most once in so many milliseconds: time to count them again. */
export function useRounds(everyMs: number): number {
  const [round, setRound] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLiveCalls(async () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setRound((before) => before + 1);
    }, everyMs);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  return round;
}
