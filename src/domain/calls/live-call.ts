import type { Call, CallListItem } from "./call.ts";

/** What somebody said last. */
export interface LastWords {
  /** As in the transcript: `agent`, `user` or `transfer_target`. */
  by: string;
  /** The end of it, where it is long. */
  text: string;
}

/** A call as the live page shows it: what a list shows, and what was said last. */
export interface LiveCall extends CallListItem {
  /** Null until something was said, or for as long as Retell has told us nothing of it. */
  lastWords: LastWords | null;
  /** Whether its agent has Retell tell the words as they fall; without that they come once the call is over. */
  tellsWords: boolean;
  stop: Call["stop"];
}

/** How many calls there are at this moment. */
export interface LiveCounts {
  /** Sent to Retell, or heard of from there, and not over. */
  onTheLine: number;
  /** Asked for and not dialled yet. */
  waiting: number;
}

export interface LiveCalls extends LiveCounts {
  /** Those on the line first, then those that wait, each oldest first; the first few hundred of them. */
  calls: LiveCall[];
}
