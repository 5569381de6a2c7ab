import { liveState, onLiveState } from "../_live/live-calls.ts";

/** Whether what is asked now would be answered: yes, not from this browser, or not by the server. */
export interface Reach {
  state: "reached" | "offline" | "unreachable";
  /** In ms since 1970. */
  since: number;
}

/** A live connection that is cut comes back within this time as a rule, and nobody needs to hear of it. */
const PATIENCE_MS = 3_000;
const ASK_EVERY_MS = 5_000;
const ANSWER_TIMEOUT_MS = 4_000;

const listeners = new Set<() => void>();
let reach: Reach = { state: "reached", since: 0 };
let timer: ReturnType<typeof setTimeout> | undefined;

export function currentReach(): Reach {
  return reach;
}

export function onReach(listener: () => void): () => void {
  if (listeners.size === 0) {
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    leaveLive = onLiveState(look);
    look();
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener("online", look);
    window.removeEventListener("offline", look);
    leaveLive();
    clearTimeout(timer);
  };
}
let leaveLive = () => {};

function look(): void {
  clearTimeout(timer);
  if (!navigator.onLine) turn("offline");
  else if (reach.state === "offline" || liveState() !== "lost") turn("reached");
  if (!navigator.onLine || liveState() !== "lost") return;
  timer = setTimeout(askServer, reach.state === "reached" ? PATIENCE_MS : ASK_EVERY_MS);
}

/** A live connection may be lost for reasons of its own; the server itself tells whether it is there. */
async function askServer(): Promise<void> {
  const isThere = await fetch("/api/health/live", {
    cache: "no-store",
    signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
  }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (liveState() === "lost" && navigator.onLine) turn(isThere ? "reached" : "unreachable");
  look();
}

function turn(state: Reach["state"]): void {
  if (state === reach.state) return;
  reach = { state, since: Date.now() };
  for (const listener of listeners) listener();
}
