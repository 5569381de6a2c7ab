"use client";

import { type RefObject, useEffect, useEffectEvent } from "react";

interface RowPresses {
  peeked: string | null;
  onPeek: (id: string) => void;
  onClose: () => void;
  onOpenPage: (id: string) => void;
  /** A press has begun that may open the row. */
  onReady: (id: string) => void;
  onFocus: (id: string) => void;
  /** Every other key on a row. */
  onKey: (event: KeyboardEvent) => void;
}

/**
 * What presses on rows do, heard in one place for all of them. A row opens beside the list, and its own page by Enter
 * once it stands there; with a key held, or by the middle button, it does what its link does wherever it is pressed.
 * A link that lay over the whole row would do that by itself, but costs a layer for each row and whatever lies above it.
 */
export function useRowPresses(list: RefObject<HTMLElement | null>, presses: RowPresses): void {
  const click = useEffectEvent((event: MouseEvent) => {
    const row = rowOf(event);
    const id = row?.dataset.call;
    if (!row || !id || !(event.target instanceof Element)) return;
    const link = event.target.closest("a");
    if (!link && (event.target.closest("button") || window.getSelection()?.isCollapsed === false)) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      if (!link) row.querySelector("a")?.dispatchEvent(new MouseEvent("click", event));
      return;
    }
    event.preventDefault();
    // A press of the keyboard counts no clicks.
    if (id === presses.peeked && event.detail === 0) presses.onOpenPage(id);
    else presses.onPeek(id);
  });
  const otherButton = useEffectEvent((event: MouseEvent) => {
    const link = rowOf(event)?.querySelector("a");
    if (event.button !== MIDDLE || !link || !(event.target instanceof Element)) return;
    if (!event.target.closest("a, button")) window.open(link.href, "_blank", "noopener");
  });
  const key = useEffectEvent((event: KeyboardEvent) => {
    const id = rowOf(event)?.dataset.call;
    if (!id || event.defaultPrevented) return;
    if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey) return presses.onKey(event);
    event.preventDefault();
    if (id === presses.peeked) presses.onClose();
    else presses.onPeek(id);
  });
  const begin = useEffectEvent((event: PointerEvent) => {
    const id = rowOf(event)?.dataset.call;
    if (id && event.button === 0) presses.onReady(id);
  });
  const focus = useEffectEvent((event: FocusEvent) => {
    const id = rowOf(event)?.dataset.call;
    if (id) presses.onFocus(id);
  });

  useEffect(() => {
    const rows = list.current;
    if (!rows) return;
    const listening = new AbortController();
    const { signal } = listening;
    rows.addEventListener("click", (event) => click(event), { signal });
    rows.addEventListener("auxclick", (event) => otherButton(event), { signal });
    rows.addEventListener("keydown", (event) => key(event), { signal });
    rows.addEventListener("pointerdown", (event) => begin(event), { signal });
    rows.addEventListener("focusin", (event) => focus(event), { signal });
    return () => listening.abort();
  }, [list]);
}

const MIDDLE = 1;

function rowOf({ target }: Event): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("tr[data-call]") : null;
}
