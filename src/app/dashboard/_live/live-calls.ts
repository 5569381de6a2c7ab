import type { LiveCounts } from "#domain/calls";
import { leaveForSignIn } from "../_api/ask.ts";
import { joinTabs } from "./leading-tab.ts";
import type { LiveMessage, LiveNews, LiveState, StreamState } from "./live-news.ts";

type NewsListener = (news: LiveNews) => void;

const newsListeners = new Set<NewsListener>();
const stateListeners = new Set<() => void>();
/** The new session's cookie may still be on its way. */
const SETTLE_MS = 1_000;
/** A page is read on the server and listens only once it is alive, on a slow phone long after; it is told what it missed. */
const REMEMBERED_MS = 30_000;
let remembered: { at: number; news: LiveNews }[] = [];
const countsListeners = new Set<() => void>();
let stream: StreamState = { kind: "state", state: "connecting", since: Date.now() };
let counts: LiveCounts | null = null;
let joined = false;

function hear(message: LiveMessage): void {
  if (message.kind === "goodbye") {
    setTimeout(leaveIfRefused, SETTLE_MS);
    return;
  }
  if (message.kind === "counts") {
    hearCounts(message.counts);
    return;
  }
  if (message.kind !== "state") {
    remembered = [...fresh(), { at: Date.now(), news: message }];
    for (const listener of newsListeners) listener(message);
    return;
  }
  if (message.state === stream.state) return;
  stream = message;
  tellState();
  // Between the reading of this page and this moment anything may have happened unheard.
  if (stream.state === "live") hear({ kind: "reset" });
}

/** Whoever shows them is only drawn again when they differ. */
function hearCounts(heard: LiveCounts): void {
  if (heard.onTheLine === counts?.onTheLine && heard.waiting === counts.waiting) return;
  counts = heard;
  for (const listener of countsListeners) listener();
}

function tellState(): void {
  for (const listener of stateListeners) listener();
}

/** A changed password replaces the session under our feet; only whoever has none now, or is no admin, must leave. */
async function leaveIfRefused(): Promise<void> {
  const answer = await fetch("/api/auth/get-session").catch(() => null);
  if (!answer?.ok) return;
  const session: { user?: { role?: string } } | null = await answer.json().catch(() => null);
  if (!session) leaveForSignIn();
  else if (session.user?.role !== "admin") window.location.reload();
}

function fresh(): typeof remembered {
  return remembered.filter(({ at }) => Date.now() - at < REMEMBERED_MS);
}

function join(): void {
  if (joined) return;
  joined = true;
  window.addEventListener("online", tellState);
  window.addEventListener("offline", tellState);
  joinTabs(hear);
}

export function onLiveNews(listener: NewsListener): () => void {
  newsListeners.add(listener);
  join();
  for (const { news } of fresh()) listener(news);
  return () => newsListeners.delete(listener);
}

export function onLiveState(listener: () => void): () => void {
  stateListeners.add(listener);
  join();
  return () => stateListeners.delete(listener);
}

/** A line that works is live, whatever the browser thinks of its network. */
export function liveState(): LiveState {
  return stream.state === "lost" && !navigator.onLine ? "offline" : stream.state;
}

/** Since when the stream is as it is, in ms since 1970. */
export function liveSince(): number {
  return stream.since;
}

export function onLiveCounts(listener: () => void): () => void {
  countsListeners.add(listener);
  join();
  return () => countsListeners.delete(listener);
}

/** How many calls there are, as last heard; null before anything was. */
export function liveCounts(): LiveCounts | null {
  return counts;
}
