"use client";

import { type RefObject, useEffect, useState } from "react";
import type { Call } from "#domain/calls";
import type { Trace } from "#domain/webhooks";
import { readTrace } from "../../../../_api/webhooks.ts";

/** The call's trace, read again when the call has changed, for as long as it is in sight. */
export function useTrace(call: Call, place: RefObject<HTMLElement | null>) {
  const isSeen = useInSight(place);
  const [trace, setTrace] = useState<Trace | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever changed the call stands in its trace.
  useEffect(() => {
    if (!isSeen) return;
    let isCurrent = true;
    readTrace(call.id).then(
      (read) => {
        if (!isCurrent) return;
        setTrace(read);
        setTrouble(null);
      },
      (error: unknown) => isCurrent && setTrouble(error instanceof Error ? error.message : String(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [isSeen, call.id, call.updatedAt]);

  return { trace, trouble };
}

function useInSight(place: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const watcher = new IntersectionObserver(([seen]) => setSeen(seen?.isIntersecting ?? false), {
      // Read a little before it comes into sight.
      rootMargin: "400px",
    });
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, [place]);
  return isSeen;
}
