"use client";

import { useLiveCounts } from "../../_live/live-counts.tsx";

/** How many calls there are at this moment, in words. */
export function LiveSummary() {
  const { onTheLine, waiting } = useLiveCounts();
  return (
    <span role="status" className="figures">
      {onTheLine === 0 ? "Nobody on the line" : `${onTheLine} on the line`}
      {waiting > 0 && ` · ${waiting} waiting to be dialled`}
    </span>
  );
}
