import type { CallListState } from "./call-list-state.ts";

/** Lists are large; whoever goes back further than this reads anew. */
const KEPT_MAX = 4;

interface KeptList {
  state: CallListState;
  scrollY: number;
}

/** By the entry of the browser's history that showed the list, and what the list was of. */
const kept = new Map<string, KeptList>();

/** The address the window shows, as one entry of its history; null where the browser does not tell entries apart. */
function currentEntry(): string | null {
  return typeof window !== "undefined" && "navigation" in window
    ? (window.navigation.currentEntry?.key ?? null)
    : null;
}

/** What the reader left behind here, when "back" or "forward" brought them. */
export function findKept(query: string): KeptList | null {
  return kept.get(`${currentEntry()} ${query}`) ?? null;
}

/** Under which the list of this moment is to be kept; null where it cannot be found again. */
export function keepingPlace(query: string): string | null {
  const entry = currentEntry();
  return entry === null ? null : `${entry} ${query}`;
}

export function keep(places: Iterable<string>, list: KeptList): void {
  for (const place of places) {
    kept.delete(place);
    kept.set(place, list);
  }
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) return;
    kept.delete(oldest);
  }
}
