/** What an open page can hear about the calls. */
export type LiveNews = { kind: "calls"; ids: string[] } | { kind: "reset" } | { kind: "goodbye" };

/** Whether news arrive: not yet, now, or no longer. */
export type LiveState = "connecting" | "live" | "lost";

export type LiveMessage = LiveNews | { kind: "state"; state: LiveState };
