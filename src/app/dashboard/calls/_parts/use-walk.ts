"use client";

import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { CallListItem } from "#domain/calls";
import { useCommand } from "../../_commands/use-commands.ts";
import type { Heights } from "./row-heights.ts";

/** Rows are brought this far from what covers the window's edges: the header above, the phone's bar below. */
const EDGE_REM = 5;

interface WalkProps {
  body: RefObject<HTMLElement | null>;
  rows: CallListItem[];
  heights: Heights;
  remPx: number;
  peeked: string | null;
  onPeek: (id: string) => void;
}

/** One row of the list has the keyboard; J and K or the arrows hand it on, and the call beside the list with it. */
export function useWalk({ body, rows, heights, remPx, peeked, onPeek }: WalkProps) {
  const [current, setCurrent] = useState<string | null>(peeked);
  const wantsFocus = useRef(false);
  const places = useMemo(() => new Map(rows.map((call, index) => [call.id, index])), [rows]);
  const placeOf = (id: string | null) => (id === null ? -1 : (places.get(id) ?? -1));
  const at = Math.max(placeOf(peeked), peeked === null ? placeOf(current) : -1);

  useLayoutEffect(() => {
    if (!wantsFocus.current || current === null) return;
    wantsFocus.current = false;
    linkIn(body.current, current)?.focus({ preventScroll: true });
  });

  function goTo(index: number) {
    const call = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (!call) return;
    takeFocus(call.id);
    if (peeked !== null) onPeek(call.id);
  }

  /** A row that is not drawn yet takes it as soon as it is. */
  function takeFocus(id: string) {
    const index = placeOf(id);
    if (index === -1) return;
    bringIntoSight(index);
    const link = linkIn(body.current, id);
    wantsFocus.current = link === null;
    link?.focus({ preventScroll: true });
    setCurrent(id);
  }

  function bringIntoSight(index: number) {
    const top = (body.current?.getBoundingClientRect().top ?? 0) + heights.startOf(index);
    const edge = EDGE_REM * remPx;
    const under = top + heights.sizeOf(index) - (window.innerHeight - edge);
    const shift = top < edge ? top - edge : Math.max(0, under);
    if (shift !== 0) window.scrollBy({ top: shift, behavior: "instant" });
  }

  const step = (by: number) => goTo(at === -1 ? firstInSight() : at + by);

  function firstInSight(): number {
    const from = -(body.current?.getBoundingClientRect().top ?? 0);
    const index = rows.findIndex((_, place) => heights.startOf(place) >= from);
    return Math.max(0, index);
  }

  function press(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Home") goTo(0);
    else if (event.key === "End") goTo(rows.length - 1);
    else return;
    event.preventDefault();
  }

  useCommand({
    id: "next call",
    name: "Next call",
    group: "Calls",
    keys: "j",
    isOnlyForKeys: true,
    run: () => step(1),
  });
  useCommand({
    id: "previous call",
    name: "Previous call",
    group: "Calls",
    keys: "k",
    isOnlyForKeys: true,
    run: () => step(-1),
  });

  return {
    current,
    currentIndex: placeOf(current),
    peekedIndex: placeOf(peeked),
    setCurrent,
    goTo,
    press,
    takeFocus,
  };
}

function linkIn(body: HTMLElement | null, id: string): HTMLElement | null {
  return body?.querySelector<HTMLElement>(`tr[data-call="${CSS.escape(id)}"] a`) ?? null;
}
