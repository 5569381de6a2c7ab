"use client";

import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { liveState, onLiveNews, onLiveState } from "./live-calls.ts";
import type { LiveState } from "./live-news.ts";

/** News that arrive this close together are read in one go. */
const GATHER_MS = 50;

/**
 * Calls `reRead` with the ids that changed, or with "all" when anything may have. One reading runs
 * at a time, so an older answer can never overwrite a newer one.
 */
export function useLiveCalls(reRead: (changed: Set<string> | "all") => Promise<void>): void {
  const read = useEffectEvent(reRead);
  useEffect(() => {
    let gathered: Set<string> | "all" = new Set();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let reading = false;

    async function flush() {
      timer = undefined;
      const changed = gathered;
      gathered = new Set();
      reading = true;
      await read(changed).catch(() => {});
      reading = false;
      if (!isNothing(gathered)) schedule();
    }

    function schedule() {
      if (!reading) timer ??= setTimeout(flush, GATHER_MS);
    }

    const leave = onLiveNews((news) => {
      if (news.kind === "goodbye") return;
      if (news.kind === "reset") gathered = "all";
      else if (gathered !== "all") for (const id of news.ids) gathered.add(id);
      schedule();
    });
    return () => {
      clearTimeout(timer);
      leave();
    };
  }, []);
}

function isNothing(changed: Set<string> | "all"): boolean {
  return changed !== "all" && changed.size === 0;
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(onLiveState, liveState, () => "connecting");
}
