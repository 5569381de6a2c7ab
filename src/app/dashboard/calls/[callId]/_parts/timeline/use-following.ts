"use client";

import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { useCommand } from "../../../../_commands/use-commands.ts";
import { usePlayback } from "../player/playback.ts";

export interface Follow {
  /** What stands on the pill that takes one back to what is spoken or newest; null where one is there already. */
  offer: string | null;
  resume: () => void;
}

const scrollKeys = new Set(["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"]);

/**
 * Keeps what is being spoken in sight, while the recording plays, until the reader scrolls away; and the end of a
 * transcript that grows, for whoever was reading its end.
 */
export function useFollowing(
  list: RefObject<HTMLElement | null>,
  { spoken, length, isLive }: { spoken: number; length: number; isLive: boolean },
): Follow {
  const playing = usePlayback((at) => at.playing);
  const [isAway, setAway] = useState(false);
  const [isBehind, setBehind] = useState(false);
  const isAtEnd = useIsAtEnd(list, length, () => setBehind(false));

  const follow = useEffectEvent((index: number) => {
    if (playing && !isAway) show(list.current?.children[index]);
  });
  useEffect(() => {
    if (spoken >= 0) follow(spoken);
  }, [spoken]);

  const grow = useEffectEvent(() => {
    if (!isLive) return;
    if (isAtEnd.current) show(list.current?.lastElementChild);
    else setBehind(true);
  });
  const shown = useRef(length);
  useEffect(() => {
    if (length > shown.current) grow();
    shown.current = length;
  }, [length]);

  // Scrolling by hand means to read elsewhere; what scrolls by itself makes no such events.
  useEffect(() => {
    if (!playing) return;
    const leave = () => setAway(true);
    const leaveByKey = ({ key }: KeyboardEvent) => scrollKeys.has(key) && leave();
    document.addEventListener("wheel", leave, { passive: true });
    document.addEventListener("touchmove", leave, { passive: true });
    document.addEventListener("keydown", leaveByKey);
    return () => {
      document.removeEventListener("wheel", leave);
      document.removeEventListener("touchmove", leave);
      document.removeEventListener("keydown", leaveByKey);
      setAway(false);
    };
  }, [playing]);

  const offer = playing && isAway ? "Follow the words" : isLive && isBehind ? "Newest words" : null;
  const resume = () => {
    setAway(false);
    setBehind(false);
    show(list.current?.children[playing && spoken >= 0 ? spoken : length - 1]);
  };
  useCommand(
    offer === null
      ? null
      : { id: "transcript follow", name: offer, group: "Recording", keys: "f", run: resume },
  );
  return { offer, resume };
}

/** Whether the end of the list is in sight, without a rendering for every scroll. */
function useIsAtEnd(
  list: RefObject<HTMLElement | null>,
  length: number,
  onReached: () => void,
): RefObject<boolean> {
  const isAtEnd = useRef(false);
  const reached = useEffectEvent(onReached);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another entry is the last one.
  useEffect(() => {
    const last = list.current?.lastElementChild;
    if (!last) return;
    const watcher = new IntersectionObserver(([seen]) => {
      isAtEnd.current = seen?.isIntersecting ?? false;
      if (isAtEnd.current) reached();
    });
    watcher.observe(last);
    return () => watcher.disconnect();
  }, [list, length]);
  return isAtEnd;
}

function show(line: Element | undefined | null): void {
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  line?.scrollIntoView({ block: "nearest", behavior: isStill ? "auto" : "smooth" });
}
