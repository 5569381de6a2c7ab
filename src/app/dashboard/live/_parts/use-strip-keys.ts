"use client";

import { type RefObject, useEffect } from "react";
import { useCommand } from "../../_commands/use-commands.ts";

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

/** The id of the call whose strip holds this element. */
export function stripAt(element: EventTarget | null): string | null {
  if (!(element instanceof Element)) return null;
  return element.closest<HTMLElement>("li[data-call]")?.dataset.call ?? null;
}

/** J and K from anywhere, arrows within the list: from strip to strip. X ends the one that has the keyboard. */
export function useStripKeys(list: RefObject<HTMLUListElement | null>, onEnd: (id: string) => void): void {
  function step(by: number): void {
    const links = [...(list.current?.querySelectorAll<HTMLElement>("a[data-strip]") ?? [])];
    const here = links.findIndex((link) => stripAt(link) === stripAt(document.activeElement));
    const next = here === -1 ? (by > 0 ? 0 : links.length - 1) : here + by;
    links[next]?.focus({ preventScroll: true });
    links[next]?.closest("li")?.scrollIntoView({ block: "nearest" });
  }

  useCommand({
    id: "strip next",
    name: "Next call",
    group: "Live",
    keys: "j",
    isOnlyForKeys: true,
    run: () => step(1),
  });
  useCommand({
    id: "strip previous",
    name: "Previous call",
    group: "Live",
    keys: "k",
    isOnlyForKeys: true,
    run: () => step(-1),
  });
  useCommand({
    id: "strip end",
    name: "End the call (twice)",
    group: "Live",
    keys: "x",
    isOnlyForKeys: true,
    run() {
      const id = stripAt(document.activeElement);
      if (id !== null) onEnd(id);
    },
  });

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const by = steps[event.key];
      if (by === undefined || event.defaultPrevented || stripAt(event.target) === null) return;
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      step(by);
    }
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}
