import type { LiveNews } from "./live-news.ts";

/** News that arrive this close together are read in one go. */
const GATHER_MS = 50;
/** A reading that failed is tried again: no later news need say what it would have shown. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 10_000;

export interface NewsReader {
  hear(news: LiveNews): void;
  stop(): void;
}

/**
 * Calls `read` with the ids that changed, or with "all" when anything may have. One reading runs at a time, so an
 * older answer can never overwrite a newer one; what a failed reading was to read is read again.
 */
export function readNews(read: (changed: Set<string> | "all") => Promise<void>): NewsReader {
  let gathered: Set<string> | "all" = new Set();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reading = false;
  let stopped = false;
  let retrying = false;
  let retryMs = FIRST_RETRY_MS;

  function gather(changed: Iterable<string> | "all"): void {
    if (changed === "all") gathered = "all";
    else if (gathered !== "all") for (const id of changed) gathered.add(id);
  }

  async function flush(): Promise<void> {
    timer = undefined;
    retrying = false;
    reading = true;
    const changed = gathered;
    gathered = new Set();
    try {
      await read(changed);
      retryMs = FIRST_RETRY_MS;
    } catch {
      gather(changed);
      retrying = true;
    }
    reading = false;
    if (!retrying) {
      if (!isNothing(gathered)) schedule(GATHER_MS);
      return;
    }
    schedule(retryMs);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  }

  function schedule(waitMs: number): void {
    if (!reading && !stopped) timer ??= setTimeout(flush, waitMs);
  }

  return {
    hear(news) {
      if (news.kind === "goodbye") return;
      gather(news.kind === "reset" ? "all" : news.ids);
      // Whoever has news for us may well answer again.
      if (retrying) {
        clearTimeout(timer);
        timer = undefined;
      }
      schedule(GATHER_MS);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function isNothing(changed: Set<string> | "all"): boolean {
  return changed !== "all" && changed.size === 0;
}
