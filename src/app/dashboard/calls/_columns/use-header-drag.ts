"use client";

import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";

/** Less than this is a press that trembled. */
const TREMBLE_PX = 5;

interface Drag {
  name: string;
  fromX: number;
  isMoving: boolean;
  /** The middles and starts of the columns, in px of the window. */
  cells: { name: string; start: number; end: number }[];
}

/** Drags a header to another place among the others; touch scrolls instead, and the keyboard has the list of columns. */
export function useHeaderDrag(
  row: RefObject<HTMLElement | null>,
  onMove: (name: string, to: number) => void,
) {
  const drag = useRef<Drag | null>(null);
  const [dropAt, setDropAt] = useState<number | null>(null);

  function start(event: PointerEvent<HTMLElement>, name: string) {
    if (event.button !== 0 || event.pointerType === "touch" || !row.current) return;
    const cells = [...row.current.querySelectorAll<HTMLElement>("[data-column]")].map((cell) => {
      const { left, right } = cell.getBoundingClientRect();
      return { name: cell.dataset.column ?? "", start: left, end: right };
    });
    drag.current = { name, fromX: event.clientX, isMoving: false, cells };
  }

  const move = useEffectEvent((event: globalThis.PointerEvent) => {
    const now = drag.current;
    if (!now || !row.current) return;
    if (Math.abs(event.clientX - now.fromX) > TREMBLE_PX) now.isMoving = true;
    if (!now.isMoving) return;
    const before = now.cells[placeAt(now, event.clientX)];
    const edge = before ? before.start - GAP_PX / 2 : (now.cells.at(-1)?.end ?? 0) + GAP_PX / 2;
    setDropAt(edge - row.current.getBoundingClientRect().left);
  });

  const end = useEffectEvent((event: globalThis.PointerEvent) => {
    const now = drag.current;
    drag.current = null;
    setDropAt(null);
    if (!now?.isMoving || event.type === "pointercancel") return;
    swallowClick();
    const from = now.cells.findIndex(({ name }) => name === now.name);
    const to = placeAt(now, event.clientX);
    // Taken out first, everything after it moves up by one.
    if (to !== from && to !== from + 1) onMove(now.name, to > from ? to - 1 : to);
  });

  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener("pointermove", move, { signal });
    window.addEventListener("pointerup", end, { signal });
    window.addEventListener("pointercancel", end, { signal });
    return () => listening.abort();
  }, []);

  return { dropAt, start };
}

const GAP_PX = 16;

/** Before which column it would be put. */
function placeAt({ cells }: Drag, x: number): number {
  const place = cells.findIndex(({ start, end }) => x < (start + end) / 2);
  return place === -1 ? cells.length : place;
}

/** What was dragged was not pressed. */
function swallowClick(): void {
  const listening = new AbortController();
  window.addEventListener(
    "click",
    (event) => {
      event.stopPropagation();
      event.preventDefault();
    },
    { capture: true, once: true, signal: listening.signal },
  );
  setTimeout(() => listening.abort(), 0);
}
