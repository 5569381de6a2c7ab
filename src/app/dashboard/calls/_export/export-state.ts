import { useSyncExternalStore } from "react";
import type { CallCount } from "../../_api/calls.ts";

export interface RunningExport {
  kind: "running";
  rows: number;
  /** Null when nobody could count. */
  expected: CallCount | null;
  cancel: () => void;
}

export type ExportState = { kind: "idle" } | RunningExport | { kind: "failed"; words: string };

const idle: ExportState = { kind: "idle" };
/** One at a time, and outside the list: another search, or another page, does not break it off. */
let state: ExportState = idle;
const listeners = new Set<() => void>();
let watchers = 0;

export function setExportState(next: ExportState): void {
  state = next;
  for (const listener of listeners) listener();
}

export function useExportState(): ExportState {
  return useSyncExternalStore(listen, current, () => idle);
}

/** Whether what happens is seen where it was begun; if not it has to be told. */
export function isExportWatched(): boolean {
  return watchers > 0;
}

/** For as long as the panel is open. What failed has been read when it closes. */
export function watchExport(): () => void {
  watchers += 1;
  return () => {
    watchers -= 1;
    if (state.kind === "failed") setExportState(idle);
  };
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function current(): ExportState {
  return state;
}

/** How far it is, from 0 to 1; null when it is not known how many there are. */
export function shareOf({ rows, expected }: RunningExport): number | null {
  if (expected === null || expected.isMore || expected.count === 0) return null;
  return Math.min(1, rows / expected.count);
}
