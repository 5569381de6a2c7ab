"use client";

import { type RefObject, useEffect } from "react";

/**
 * Each row's link lies over the whole row. Cells that explain themselves on hover lie above it, so a
 * click on one of those is handed down to the link, with the keys that were held.
 */
export function useRowLinks(body: RefObject<HTMLTableSectionElement | null>): void {
  useEffect(() => {
    const rows = body.current;
    if (!rows) return;
    function open(event: MouseEvent) {
      if (!(event.target instanceof Element) || event.target.closest("a, button")) return;
      const link = event.target.closest("tr")?.querySelector("a");
      if (link && window.getSelection()?.isCollapsed) link.dispatchEvent(new MouseEvent("click", event));
    }
    rows.addEventListener("click", open);
    return () => rows.removeEventListener("click", open);
  }, [body]);
}
