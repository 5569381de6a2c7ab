import type { LiveMessage } from "./live-news.ts";

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

/** Holds one event stream open until told to stop, and tells what comes through it. */
export function openLiveSource(tell: (message: LiveMessage) => void): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_RETRY_MS;

  function open(): void {
    source = new EventSource("/api/live");
    source.addEventListener("open", () => {
      wait = FIRST_RETRY_MS;
      tell({ kind: "state", state: "live" });
    });
    source.addEventListener("calls", (event) => tell({ kind: "calls", ids: idsIn(event.data) }));
    source.addEventListener("reset", () => tell({ kind: "reset" }));
    source.addEventListener("goodbye", () => tell({ kind: "goodbye" }));
    source.addEventListener("error", lost);
  }

  // The browser reconnects by itself after a broken connection, but gives up after a refusal.
  function lost(): void {
    tell({ kind: "state", state: "lost" });
    if (source?.readyState !== EventSource.CLOSED) return;
    retry = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_RETRY_MS);
  }

  open();
  return () => {
    clearTimeout(retry);
    source?.close();
  };
}

function idsIn(data: string): string[] {
  const said: unknown = JSON.parse(data);
  if (typeof said !== "object" || said === null || !("ids" in said) || !Array.isArray(said.ids)) return [];
  return said.ids.filter((id) => typeof id === "string");
}
