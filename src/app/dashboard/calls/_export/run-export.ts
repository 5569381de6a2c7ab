import type { ExportFormat } from "#domain/calls";
import { numberFormat } from "#ui/formats.ts";
import { toast } from "#ui/toast.tsx";
import { ApiFailure, askFor } from "../../_api/ask.ts";
import type { CallCount } from "../../_api/calls.ts";
import { isExportWatched, setExportState } from "./export-state.ts";
import { rowCounter } from "./row-counter.ts";
import { type FilePlace, followLink, openPlace, TooLargeForMemory } from "./save-file.ts";

/** More often, drawing the progress would slow down what progresses. */
const TELL_EVERY_MS = 100;

/** Saves the file of an address in the place that the person chooses, and tells how far it is. True once it is saved. */
export async function runExport(
  address: string,
  format: ExportFormat,
  expected: CallCount | null,
): Promise<boolean> {
  const name = `calls-${new Date().toLocaleDateString("sv")}.${format}`;
  const cancelled = new AbortController();
  let rows = 0;
  let place: FilePlace | null = null;
  const tell = (now: number) => {
    rows = now;
    setExportState({ kind: "running", rows, expected, cancel: () => cancelled.abort() });
  };
  window.addEventListener("beforeunload", askToStay);
  try {
    place = await openPlace(name, format);
    if (place === null) return false;
    tell(0);
    const count = rowCounter(format);
    let toldAt = 0;
    for await (const bytes of bytesOf(address, cancelled.signal)) {
      await place.write(bytes);
      cancelled.signal.throwIfAborted();
      rows = count(bytes);
      if (performance.now() - toldAt < TELL_EVERY_MS) continue;
      toldAt = performance.now();
      tell(rows);
    }
    await place.finish();
    setExportState({ kind: "idle" });
    toast({ title: `${callsWords(rows)} exported`, description: name });
    return true;
  } catch (error) {
    if (cancelled.signal.aborted) {
      setExportState({ kind: "idle" });
      toast({ title: "Export cancelled", description: "Nothing was saved." });
    } else if (error instanceof TooLargeForMemory) leaveToBrowser(address, name);
    else fail(failureWords(error, rows));
    await place?.discard();
    return false;
  } finally {
    window.removeEventListener("beforeunload", askToStay);
  }
}

async function* bytesOf(address: string, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { body } = await askFor(address, { signal });
  const reader = body?.getReader();
  try {
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read())
      yield part.value;
  } finally {
    // Whoever does not want the rest is not sent it.
    await reader?.cancel();
  }
}

/** It writes to disk as it reads, but tells nobody how far it is. */
function leaveToBrowser(address: string, name: string): void {
  setExportState({ kind: "idle" });
  followLink(address, name);
  toast({
    title: "Your browser goes on by itself",
    description: "The file is too large to be held here first. Watch the browser’s own list of downloads.",
  });
}

function fail(words: string): void {
  setExportState({ kind: "failed", words });
  if (!isExportWatched()) toast({ title: "The export failed", description: words, tone: "failed" });
}

function failureWords(error: unknown, rows: number): string {
  if (error instanceof ApiFailure) return error.message;
  if (error instanceof DOMException)
    return `Your browser could not write the file (${error.message}) Choose another place, or make room, and try again.`;
  const sofar = rows > 0 ? ` after ${callsWords(rows)}` : "";
  return `The connection broke off${sofar}, and nothing was saved. Try again; if it happens again, export fewer calls at a time by narrowing the search.`;
}

export function callsWords(count: number): string {
  return `${numberFormat({}).format(count)} ${count === 1 ? "call" : "calls"}`;
}

function askToStay(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
