"use client";

import { useEffect } from "react";
import type { Playback } from "./playback.ts";

export const SKIP_SECONDS = 5;

/** Where keys already mean something else. The position slider is not among them: it takes ours. */
const ownKeys =
  "input:not([type='range']), textarea, select, button, a, summary, [contenteditable], [role='combobox']";

/** Space plays and pauses, the arrows skip, wherever on the page the keyboard is. */
export function usePlayerKeys(playback: Playback): void {
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.target instanceof Element && event.target.closest(ownKeys)) return;
      if (event.key === " ") playback.toggle();
      else if (event.key === "ArrowLeft") playback.seek(playback.position - SKIP_SECONDS);
      else if (event.key === "ArrowRight") playback.seek(playback.position + SKIP_SECONDS);
      else return;
      event.preventDefault();
    }
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [playback]);
}
