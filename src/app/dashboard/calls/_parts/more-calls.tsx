"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { Button } from "#ui/button.tsx";

/** How far below the window the next page begins to load. */
const AHEAD = "600px";

export function MoreCalls(props: {
  count: number;
  more: boolean;
  loading: "idle" | "loading" | "failed";
  onMore: () => void;
}) {
  const end = useRef<HTMLDivElement>(null);
  const reached = useEffectEvent(() => {
    if (props.loading !== "failed") props.onMore();
  });

  // A page that is shorter than the window leaves the end in sight, so each new count looks again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count is what makes it look again.
  useEffect(() => {
    if (!props.more || !end.current) return;
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && reached(), {
      rootMargin: AHEAD,
    });
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [props.more, props.count]);

  return (
    <div ref={end} className="flex min-h-16 items-center justify-center gap-3 text-sm text-ink-muted">
      {props.loading === "failed" && <span role="alert">The next calls could not be loaded.</span>}
      {props.more ? (
        // Not disabled while it loads: coming to it by keyboard makes it load, and the keyboard would fall off it.
        <Button onClick={props.onMore} aria-disabled={props.loading === "loading"}>
          {props.loading === "loading" ? "Loading…" : "Load more"}
        </Button>
      ) : (
        <span>{props.count === 1 ? "1 call" : `${props.count} calls`}, and that is all.</span>
      )}
    </div>
  );
}
