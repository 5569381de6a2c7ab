"use client";

import {
  type RefObject,
  startTransition,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { CallListItem } from "#domain/calls";
import { type Heights, SERVED_ROWS } from "./row-heights.ts";

/** Rows beyond those in sight that are drawn already: where the reader is going, and where they come from. */
const AHEAD = 24;
const BEHIND = 8;
/** With fewer ahead than this, more are drawn, several at a time: a frame that changes the page costs hardly less for one. */
const AHEAD_MIN = 14;
/** What is drawn first, so that the rows in sight need not wait for others. */
const AT_FIRST = 1;
const never = () => () => {};

export interface DrawnRow {
  index: number;
  /** Px from the top of the list when it stands apart from the others in sight; otherwise null. */
  apart: number | null;
}

/** From the first row to the one after the last. */
interface Range {
  first: number;
  end: number;
}

/** Which rows are drawn: those in sight and some around, and the one that has the keyboard wherever it is. */
export function useVirtualRows(props: {
  body: RefObject<HTMLElement | null>;
  rows: CallListItem[];
  heights: Heights;
  currentIndex: number;
  /** Where the reader was who comes back; null when they come anew. */
  scrollY: number | null;
}) {
  const { body, rows, heights, currentIndex, scrollY } = props;
  const isTakenOver = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  // Told by the browser as it scrolls: to be asked, it would have to lay out the page first.
  const [begin] = useState(() => scrollY ?? (typeof window === "undefined" ? 0 : window.scrollY));
  const scrolled = useRef(begin);
  const inSight = (): Range => rangeAt(heights, rows.length, scrolled.current - lastTop);
  const [range, setRange] = useState<Range>(() => widened(inSight(), AT_FIRST, AT_FIRST));

  const look = useEffectEvent((isGoingUp: boolean) => {
    const seen = inSight();
    const wanted = isGoingUp ? widened(seen, AHEAD, BEHIND) : widened(seen, BEHIND, AHEAD);
    const enough = isGoingUp ? widened(seen, AHEAD_MIN, 0) : widened(seen, 0, AHEAD_MIN);
    if (holds(range, bounded(enough, rows.length))) return;
    // What is not in sight yet is drawn a little in each frame, so that none is missed.
    if (holds(range, seen)) startTransition(() => setRange(wanted));
    else setRange(wanted);
  });
  // Whoever comes back is taken to where they were at once.
  useLayoutEffect(() => {
    if (scrollY !== null) window.scrollTo({ top: scrollY, behavior: "instant" });
  }, [scrollY]);
  useEffect(() => {
    scrolled.current = window.scrollY;
    look(false);
    const scroll = () => {
      const before = scrolled.current;
      scrolled.current = window.scrollY;
      look(scrolled.current < before);
    };
    const resize = () => look(false);
    window.addEventListener("scroll", scroll, { passive: true });
    window.addEventListener("resize", resize);
    return () => {
      window.removeEventListener("scroll", scroll);
      window.removeEventListener("resize", resize);
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows, or other heights, are in sight then.
  useLayoutEffect(() => look(false), [rows, heights]);
  useTopOf(body, () => look(false));

  const scrolledTo = useCallback(() => scrolled.current, []);
  if (!isTakenOver) return { drawn: servedRows(rows), room: null, scrolledTo };
  const { first, end } = withNeighbour(bounded(range, rows.length), currentIndex, rows.length);
  const drawn: DrawnRow[] = [];
  for (let index = first; index < end; index += 1) drawn.push({ index, apart: null });
  if (currentIndex >= 0 && currentIndex < first)
    drawn.unshift({ index: currentIndex, apart: heights.startOf(currentIndex) });
  // In its order: an element that is moved loses the keyboard.
  if (currentIndex >= end) drawn.push({ index: currentIndex, apart: heights.startOf(currentIndex) });
  return {
    drawn,
    room: { above: heights.startOf(first), below: heights.startOf(rows.length) - heights.startOf(end) },
    scrolledTo,
  };
}

/** The server's markup, in the page's own flow. */
function servedRows(rows: readonly unknown[]): DrawnRow[] {
  return rows.slice(0, SERVED_ROWS).map((_, index) => ({ index, apart: null }));
}

/** The rows that a window shows which begins so many px below the top of the list. */
function rangeAt(heights: Heights, count: number, offset: number): Range {
  const height = typeof window === "undefined" ? 0 : window.innerHeight;
  return { first: rowAt(heights, count, offset), end: rowAt(heights, count, offset + height) + 1 };
}

/** The row that covers this place, or the one nearest to it. */
function rowAt({ startOf }: Heights, count: number, offset: number): number {
  let [low, high] = [0, Math.max(0, count - 1)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(middle) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function widened({ first, end }: Range, before: number, after: number): Range {
  return { first: first - before, end: end + after };
}

function bounded({ first, end }: Range, count: number): Range {
  return { first: Math.max(0, Math.min(first, count - 1)), end: Math.max(0, Math.min(end, count)) };
}

function holds(outer: Range, inner: Range): boolean {
  return outer.first <= inner.first && outer.end >= inner.end;
}

/** A row that has the keyboard and stands right beside the others is one of them. */
function withNeighbour({ first, end }: Range, index: number, count: number): Range {
  if (index === first - 1 && index >= 0) return { first: index, end };
  return index === end && index < count ? { first, end: index + 1 } : { first, end };
}

/** As last seen: the next list begins at the same height, and needs it before it can be measured. */
let lastTop = 0;

/** How far down the page the list begins. When something above it opens, rows further down stay where they are seen. */
function useTopOf(body: RefObject<HTMLElement | null>, onMoved: () => void): void {
  const moved = useEffectEvent(onMoved);
  useLayoutEffect(() => {
    let known: number | null = null;
    const measure = () => {
      if (!body.current) return;
      const next = body.current.getBoundingClientRect().top + window.scrollY;
      if (known !== null && next !== known && window.scrollY > known)
        window.scrollBy({ top: next - known, behavior: "instant" });
      known = next;
      if (Math.round(next) === lastTop) return;
      lastTop = Math.round(next);
      moved();
    };
    // Or the browser would take something else of the page to hold on to, now and then, and both would scroll.
    document.documentElement.style.overflowAnchor = "none";
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(document.body);
    return () => {
      watch.disconnect();
      document.documentElement.style.overflowAnchor = "";
    };
  }, [body]);
}
