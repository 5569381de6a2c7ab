import type { LiveCounts } from "#domain/calls";

/** What an open page can hear about the calls. */
export type LiveNews = { kind: "calls"; ids: string[] } | { kind: "reset" } | { kind: "goodbye" };

/** Whether news arrive: not yet, now, or no longer, perhaps because this browser has no network. */
export type LiveState = "connecting" | "live" | "lost" | "offline";

/** What the stream's own state is; whether the browser is offline each tab sees for itself. */
export interface StreamState {
  kind: "state";
  state: Exclude<LiveState, "offline">;
  /** In ms since 1970. */
  since: number;
}

export type LiveMessage = LiveNews | StreamState | { kind: "counts"; counts: LiveCounts };
