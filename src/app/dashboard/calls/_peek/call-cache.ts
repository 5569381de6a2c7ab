import type { WatchedCall } from "#domain/calls";
import { readCall } from "../../_api/calls.ts";
import { onLiveNews } from "../../_live/live-calls.ts";

/** Transcripts are large; a walk goes back a few calls, not to the beginning. */
const KEPT_MAX = 20;

const kept = new Map<string, WatchedCall>();
const readings = new Map<string, Promise<WatchedCall>>();
/** What may be opened next. */
let neighbours: readonly string[] = [];
let isListening = false;

/** The call as last read, as long as nothing has been heard of it since. */
export function keptCall(id: string): WatchedCall | null {
  return kept.get(id) ?? null;
}

/** Reads a call once, however many ask, and keeps it for whoever opens it next. */
export function readOnce(id: string): Promise<WatchedCall> {
  const known = kept.get(id);
  if (known) return Promise.resolve(known);
  listen();
  const reading = readings.get(id) ?? begin(id);
  readings.set(id, reading);
  return reading;
}

/** Nobody waits for it, so nobody needs to know that it failed: whoever opens the call asks again and is told. */
export function readAhead(id: string | undefined): void {
  if (id !== undefined) readOnce(id).catch(() => {});
}

/** Reads the calls on both sides of the open one, and again what is heard of meanwhile, until others are named. */
export function readNeighbours(ids: readonly string[]): void {
  neighbours = ids;
  for (const id of ids) readAhead(id);
}

async function begin(id: string): Promise<WatchedCall> {
  try {
    const read = await readCall(id);
    // Forgotten meanwhile: something happened that this answer may not hold.
    if (readings.has(id)) keep(id, read);
    return read;
  } finally {
    readings.delete(id);
  }
}

function keep(id: string, read: WatchedCall): void {
  kept.delete(id);
  kept.set(id, read);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_MAX) return;
    kept.delete(oldest);
  }
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  onLiveNews((news) => {
    const changed = news.kind === "calls" ? news.ids : [...kept.keys(), ...readings.keys()];
    for (const id of changed) {
      kept.delete(id);
      readings.delete(id);
    }
    for (const id of neighbours) readAhead(id);
  });
}
