"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { liveSince, liveState, onLiveNews, onLiveState } from "./live-calls.ts";
import type { LiveState } from "./live-news.ts";
import { readNews } from "./read-news.ts";

/** Calls `reRead` with the ids that changed, or with "all" when anything may have; again when it fails. */
export function useLiveCalls(reRead: (changed: Set<string> | "all") => Promise<void>): void {
  const read = useEffectEvent(reRead);
  useEffect(() => {
    const reader = readNews((changed) => read(changed));
    const leave = onLiveNews(reader.hear);
    return () => {
      reader.stop();
      leave();
    };
  }, []);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(onLiveState, liveState, () => "connecting");
}

/** Since when news arrive or do not, as an ISO moment. */
export function useLiveSince(): string {
  const since = useSyncExternalStore(onLiveState, liveSince, () => 0);
  return new Date(since).toISOString();
}
