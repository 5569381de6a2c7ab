"use client";

import { useEffect, useMemo, useState } from "react";
import type { Call } from "#domain/calls";
import type { TransferStep } from "#domain/webhooks";
import { readTransfers } from "../../../../_api/webhooks.ts";
import { type TimelineEvent, type TimelineItem, timelineOf } from "./timeline.ts";

/** The call's timeline with the steps by which it was handed over, and those of its events that have a time. */
export function useTimeline(call: Call): { items: TimelineItem[]; marks: TimelineEvent[] } {
  const [transfers, setTransfers] = useState<TransferStep[]>([]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changed the call may have been a transfer.
  useEffect(() => {
    let isCurrent = true;
    readTransfers(call.id).then(
      (read) => isCurrent && setTransfers(read),
      // The transcript stands without them, and the next change of the call has them read again.
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [call.id, call.updatedAt]);

  return useMemo(() => {
    const items = timelineOf(call, transfers);
    const marks = items.filter((item): item is TimelineEvent => item.kind !== "speech" && item.at !== null);
    return { items, marks };
  }, [call, transfers]);
}
