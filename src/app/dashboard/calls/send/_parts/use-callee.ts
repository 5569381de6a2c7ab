"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Callee } from "#domain/calls";
import { readCallee } from "../../../_api/callee.ts";
import { useLiveCalls } from "../../../_live/use-live-calls.ts";

/** A number that is being typed passes through others that could be dialled. */
const SETTLED_MS = 200;
/** Older than this it is read again before a call is sent. */
const FRESH_MS = 5_000;
/** A call is not kept waiting longer for what only warns. */
const PATIENCE_MS = 3_000;

interface Known {
  phoneNumber: string;
  callee: Callee | null;
  readAt: number;
}

/** What is known of the number in the form, kept up to date with calls to it that change. */
export function useCallee(phoneNumber: string | null) {
  const [known, setKnown] = useState<Known | null>(null);
  const latest = useRef<Known | null>(null);

  const read = useCallback(async (number: string, signal: AbortSignal): Promise<Callee | null> => {
    const callee = await readCallee(number, signal).catch(() => null);
    if (signal.aborted) return callee;
    latest.current = { phoneNumber: number, callee, readAt: Date.now() };
    setKnown(latest.current);
    return callee;
  }, []);

  useEffect(() => {
    if (phoneNumber === null) return;
    const leave = new AbortController();
    const timer = setTimeout(() => void read(phoneNumber, leave.signal), SETTLED_MS);
    return () => {
      clearTimeout(timer);
      leave.abort();
    };
  }, [phoneNumber, read]);

  useLiveCalls(async (changed) => {
    const shown = latest.current?.callee;
    if (!shown || shown.phoneNumber !== phoneNumber) return;
    const isAbout = changed === "all" || shown.underWay.some(({ id }) => changed.has(id));
    if (isAbout) await read(shown.phoneNumber, AbortSignal.timeout(PATIENCE_MS));
  });

  /** As of now, or as last known when that takes too long: what only warns keeps no call from being sent. */
  const ask = useCallback(
    async (number: string): Promise<Callee | null> => {
      const last = latest.current?.phoneNumber === number ? latest.current : null;
      if (last && Date.now() - last.readAt < FRESH_MS) return last.callee;
      return (await read(number, AbortSignal.timeout(PATIENCE_MS))) ?? last?.callee ?? null;
    },
    [read],
  );

  const isOfNumber = known?.phoneNumber === phoneNumber;
  return {
    callee: isOfNumber ? (known?.callee ?? null) : null,
    isUnreadable: isOfNumber && known?.callee === null,
    ask,
  };
}
