"use client";

import { useEffect, useState } from "react";
import type { NoWaveform } from "./read-waveform.ts";
import type { Waveform } from "./wav-peaks.ts";

/** Whoever only walks past a call has nothing read of its recording. */
const START_AFTER_MS = 400;

interface Read {
  /** As far as it has been read; null until there is something to show. */
  waveform: Waveform | null;
  isWhole: boolean;
  /** Why it cannot be shown. */
  trouble: NoWaveform["reason"] | null;
}

const nothing: Read = { waveform: null, isWhole: false, trouble: null };

/** The shape of a recording, read in the browser while one listens already; anew for every try. */
export function useWaveform(address: string, tries: number): Read {
  const [read, setRead] = useState(nothing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try reads the same address.
  useEffect(() => {
    const leaving = new AbortController();
    const start = async () => {
      const { readWaveform, NoWaveform } = await import("./read-waveform.ts");
      try {
        await readWaveform(
          address,
          (waveform) => setRead({ waveform, isWhole: false, trouble: null }),
          leaving.signal,
        );
        setRead((last) => ({ ...last, isWhole: true }));
      } catch (error) {
        if (leaving.signal.aborted) return;
        const trouble = error instanceof NoWaveform ? error.reason : "unreadable";
        setRead({ ...nothing, trouble });
      }
    };
    const timer = setTimeout(start, START_AFTER_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
      setRead(nothing);
    };
  }, [address, tries]);
  return read;
}
