"use client";

import { useCallback, useEffect, useEffectEvent, useState } from "react";
import type { WatchedCall } from "#domain/calls";
import { readCall, refreshCall } from "../../../_api/calls.ts";
import { useLiveCalls } from "../../../_live/use-live-calls.ts";

/** While webhooks do not reach us, Retell is asked so often; counted from one answer to the next question. */
const ASK_EVERY_MS = 5_000;

/** The call as last read, kept up to date while it is open, and why it could not be when it could not. */
export function useCall(first: WatchedCall) {
  const [watched, setWatched] = useState(first);
  const [trouble, setTrouble] = useState<string | null>(null);
  const { id } = first.call;

  const show = useCallback((read: WatchedCall) => {
    // Two readings may answer in the wrong order.
    setWatched((shown) => (read.call.updatedAt >= shown.call.updatedAt ? read : shown));
  }, []);

  useLiveCalls(async (changed) => {
    if (changed === "all" || changed.has(id)) show(await readCall(id));
  });

  const askRetell = useEffectEvent(async () => {
    try {
      show(await refreshCall(id));
      setTrouble(null);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : "Retell could not be asked.");
    }
  });

  const isAsking = watched.follow.by === "ask";
  useEffect(() => {
    if (isAsking) return whileVisible(ASK_EVERY_MS, askRetell);
  }, [isAsking]);

  const { lookAgainAt } = watched.follow;
  useEffect(() => {
    if (lookAgainAt === null) return;
    const look = () => void readCall(id).then(show, () => {});
    const timer = setTimeout(look, Math.max(0, Date.parse(lookAgainAt) - Date.now()));
    return () => clearTimeout(timer);
  }, [lookAgainAt, id, show]);

  return { ...watched, trouble: isAsking ? trouble : null, show };
}

/** Does the work again and again while the page is seen, pausing after each time; at once when it is seen again. */
function whileVisible(pauseMs: number, work: () => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  async function turn() {
    await work();
    if (!stopped && document.visibilityState === "visible") timer = setTimeout(turn, pauseMs);
  }
  function seen() {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(turn, 0);
  }

  timer = setTimeout(turn, pauseMs);
  document.addEventListener("visibilitychange", seen);
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
  };
}
