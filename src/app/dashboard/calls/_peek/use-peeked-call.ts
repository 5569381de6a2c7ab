"use client";

import { useEffect, useState } from "react";
import type { WatchedCall } from "#domain/calls";
import { keptCall, readOnce } from "./call-cache.ts";

export interface PeekedCall {
  read: WatchedCall | null;
  /** Why it could not be read. */
  failure: string | null;
  again: () => void;
}

/** The call of this id: at once when it was read ahead. Use it under a key, one for each call. */
export function usePeekedCall(id: string): PeekedCall {
  const [read, setRead] = useState(() => keptCall(id));
  const [failure, setFailure] = useState<string | null>(null);
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the turn is what makes it read again.
  useEffect(() => {
    let isCurrent = true;
    readOnce(id).then(
      (found) => isCurrent && setRead((shown) => shown ?? found),
      (error) => isCurrent && setFailure(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [id, turn]);

  function again() {
    setFailure(null);
    setTurn((last) => last + 1);
  }

  return { read, failure, again };
}
