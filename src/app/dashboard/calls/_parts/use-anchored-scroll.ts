"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import type { CallListItem } from "#domain/calls";
import type { Heights } from "./row-heights.ts";

/** Scrolled less than this counts as being at the top. */
export const TOP_PX = 48;

interface Layout {
  rows: CallListItem[];
  heights: Heights;
}

/**
 * Whatever comes, goes or grows above the first row in sight, that row stays where it is. Browsers do this for
 * content that stands in the page, but not for rows that are not there.
 */
export function useAnchoredScroll(body: RefObject<HTMLElement | null>, { rows, heights }: Layout): void {
  const before = useRef<Layout | null>(null);
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { rows, heights };
    if (!last || !body.current || (last.rows === rows && last.heights === heights)) return;
    if (window.scrollY < TOP_PX) return;
    const seenFrom = -body.current.getBoundingClientRect().top;
    const shift = shiftOf(last, { rows, heights }, seenFrom);
    if (shift !== 0) window.scrollBy({ top: shift, behavior: "instant" });
  }, [body, rows, heights]);
}

/** How far the first row in sight that is still there has moved. */
export function shiftOf(before: Layout, after: Layout, seenFrom: number): number {
  const places = new Map(after.rows.map((call, index) => [call.id, index]));
  for (let index = firstBelow(before, seenFrom); index < before.rows.length; index += 1) {
    const place = places.get(before.rows[index]?.id ?? "");
    if (place !== undefined) return after.heights.startOf(place) - before.heights.startOf(index);
  }
  return 0;
}

/** The first row whose end lies below the offset. */
function firstBelow({ rows, heights }: Layout, offset: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (heights.startOf(middle) + heights.sizeOf(middle) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
