import { leaveForSignIn } from "../_api/ask.ts";
import { joinTabs } from "./leading-tab.ts";
import type { LiveMessage, LiveNews, LiveState } from "./live-news.ts";

type NewsListener = (news: LiveNews) => void;

const newsListeners = new Set<NewsListener>();
const stateListeners = new Set<() => void>();
/** The new session's cookie may still be on its way. */
const SETTLE_MS = 1_000;
let state: LiveState = "connecting";
let joined = false;

function hear(message: LiveMessage): void {
  if (message.kind === "goodbye") {
    setTimeout(leaveIfRefused, SETTLE_MS);
    return;
  }
  if (message.kind !== "state") {
    for (const listener of newsListeners) listener(message);
    return;
  }
  if (message.state === state) return;
  state = message.state;
  for (const listener of stateListeners) listener();
  // Between the reading of this page and this moment anything may have happened unheard.
  if (state === "live") hear({ kind: "reset" });
}

/** A changed password replaces the session under our feet; only whoever has none now, or is no admin, must leave. */
async function leaveIfRefused(): Promise<void> {
  const answer = await fetch("/api/auth/get-session").catch(() => null);
  if (!answer?.ok) return;
  const session: { user?: { role?: string } } | null = await answer.json().catch(() => null);
  if (!session) leaveForSignIn();
  else if (session.user?.role !== "admin") window.location.reload();
}

function join(): void {
  if (joined) return;
  joined = true;
  joinTabs(hear);
}

export function onLiveNews(listener: NewsListener): () => void {
  newsListeners.add(listener);
  join();
  return () => newsListeners.delete(listener);
}

export function onLiveState(listener: () => void): () => void {
  stateListeners.add(listener);
  join();
  return () => stateListeners.delete(listener);
}

export function liveState(): LiveState {
  return state;
}
