import type { LiveMessage } from "./live-news.ts";
import { openLiveSource, stateNow } from "./live-source.ts";

const NAME = "switchboard-live";
const BEAT_MS = 10_000;
/** A leader that is silent for this long was put to sleep by its browser. */
const SILENCE_MS = 35_000;

type TabMessage = LiveMessage | { kind: "hello" } | { kind: "beat" };

/**
 * Over HTTP/1.1 a browser opens six connections to a host, so tabs share one event stream: the tab
 * that holds the lock keeps it open and passes on what it hears. Where locks are missing (an address
 * without https) every tab keeps a stream of its own.
 */
export function joinTabs(hear: (message: LiveMessage) => void): void {
  if (!navigator.locks || typeof BroadcastChannel === "undefined") {
    openLiveSource(hear);
    return;
  }
  const channel = new BroadcastChannel(NAME);
  let leading = false;
  /** What a tab that comes later would otherwise not hear before it changes. */
  const standing = new Map<LiveMessage["kind"], LiveMessage>();
  let heardAt = Date.now();
  let queued = new AbortController();

  function pass(message: TabMessage): void {
    channel.postMessage(message);
  }

  function tell(message: LiveMessage): void {
    if (isStanding(message)) standing.set(message.kind, message);
    pass(message);
    hear(message);
  }

  channel.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => {
    heardAt = Date.now();
    if (data.kind === "hello") {
      if (leading) for (const message of standing.values()) pass(message);
    } else if (data.kind !== "beat") hear(data);
  });

  function hold(): Promise<never> {
    leading = true;
    // What happened while the stream changed hands was heard by nobody; going live again re-reads it.
    tell(stateNow("connecting"));
    const close = openLiveSource(tell);
    const beat = setInterval(() => pass({ kind: "beat" }), BEAT_MS);
    release = () => {
      leading = false;
      clearInterval(beat);
      close();
    };
    return new Promise<never>(() => {});
  }
  let release = () => {};

  // The promise of a lock settles only by failure: taken over by another tab, or withdrawn by us.
  function lead(how: LockOptions): void {
    navigator.locks.request(NAME, how, hold).catch(() => {
      if (!leading) return;
      release();
      wait();
    });
  }

  function wait(): void {
    queued = new AbortController();
    lead({ signal: queued.signal });
  }

  setInterval(() => {
    if (leading || document.visibilityState !== "visible" || Date.now() - heardAt < SILENCE_MS) return;
    heardAt = Date.now();
    queued.abort();
    lead({ steal: true });
  }, BEAT_MS);

  wait();
  pass({ kind: "hello" });
}

/** Whether it holds until it is told otherwise. */
function isStanding({ kind }: LiveMessage): boolean {
  return kind === "state" || kind === "counts";
}
