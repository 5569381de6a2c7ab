"use client";

import { useCallback, useEffect, useState } from "react";
import type { Call } from "#domain/calls";
import { isOver } from "#ui/call-status.tsx";
import { readCall } from "../../../_api/calls.ts";
import { useLiveCalls } from "../../../_live/use-live-calls.ts";

/** Without webhooks nothing announces a change, so a call that may still change is asked for. */
const ASK_EVERY_MS = 5_000;
/** Recording and analysis follow the end within minutes, or not at all. */
const AFTERMATH_MS = 10 * 60_000;

/** The call as last read, kept up to date while it is open. */
export function useCall(first: Call): Call {
  const [call, setCall] = useState(first);

  const reRead = useCallback(async () => {
    const read = await readCall(first.id);
    // Two readings may answer in the wrong order.
    setCall((shown) => (read.updatedAt >= shown.updatedAt ? read : shown));
  }, [first.id]);

  useLiveCalls(async (changed) => {
    if (changed === "all" || changed.has(first.id)) await reRead();
  });

  const mayChange = !isOver(call.status) || inAftermath(call);
  useEffect(() => {
    if (!mayChange) return;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") reRead().catch(() => {});
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [mayChange, reRead]);

  return call;
}

function inAftermath(call: Call): boolean {
  if (call.startedAt === null || call.endedAt === null || call.analysis !== null) return false;
  return Date.now() - Date.parse(call.endedAt) < AFTERMATH_MS;
}
