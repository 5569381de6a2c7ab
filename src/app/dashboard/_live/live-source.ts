import { readLiveCounts } from "../_api/calls.ts";
import type { LiveMessage, StreamState } from "./live-news.ts";
import { readNews } from "./read-news.ts";

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;
/** The server lets itself be heard every 15 seconds. A line that is silent for longer is dead, whatever the browser says. */
const SILENCE_MS = 40_000;
/** However fast the calls change, nobody reads how many there are faster than this. */
const COUNT_EVERY_MS = 1_000;

/**
 * Holds one event stream open until told to stop, and tells what comes through it; and how many calls there are,
 * read anew with every change.
 */
export function openLiveSource(tell: (message: LiveMessage) => void): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_RETRY_MS;

  const counting = readNews(async () => {
    const notSooner = new Promise((resolve) => setTimeout(resolve, COUNT_EVERY_MS));
    tell({ kind: "counts", counts: await readLiveCounts() });
    await notSooner;
  });

  function tellNews(news: { kind: "calls"; ids: string[] } | { kind: "reset" }): void {
    heard();
    tell(news);
    counting.hear(news);
  }

  function open(): void {
    clearTimeout(retry);
    source?.close();
    source = new EventSource("/api/live");
    heard();
    source.addEventListener("open", () => {
      wait = FIRST_RETRY_MS;
      heard();
      tell(stateNow("live"));
    });
    source.addEventListener("beat", heard);
    source.addEventListener("calls", (event) => tellNews({ kind: "calls", ids: idsIn(event.data) }));
    source.addEventListener("reset", () => tellNews({ kind: "reset" }));
    source.addEventListener("goodbye", () => tell({ kind: "goodbye" }));
    source.addEventListener("error", lost);
  }

  function heard(): void {
    clearTimeout(silence);
    silence = setTimeout(fallSilent, SILENCE_MS);
  }

  function fallSilent(): void {
    source?.close();
    lost();
  }

  // The browser reconnects by itself after a broken connection, but gives up after a refusal.
  function lost(): void {
    tell(stateNow("lost"));
    if (source?.readyState !== EventSource.CLOSED) return;
    clearTimeout(silence);
    clearTimeout(retry);
    retry = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_RETRY_MS);
  }

  // A network that came or went says nothing of a line that may not need it, but a new line is tried at once.
  window.addEventListener("online", open);
  window.addEventListener("offline", open);
  open();
  return () => {
    window.removeEventListener("online", open);
    window.removeEventListener("offline", open);
    clearTimeout(retry);
    clearTimeout(silence);
    counting.stop();
    source?.close();
  };
}

export function stateNow(state: StreamState["state"]): StreamState {
  return { kind: "state", state, since: Date.now() };
}

function idsIn(data: string): string[] {
  const said: unknown = JSON.parse(data);
  if (typeof said !== "object" || said === null || !("ids" in said) || !Array.isArray(said.ids)) return [];
  return said.ids.filter((id) => typeof id === "string");
}
