import type { StreamPlan } from "../load/event-stream.ts";

/** Commits at a steady pace, and viewers who hear of each. */
export interface CommitPlan {
  stream: StreamPlan;
  viewers: number;
  databaseUrl: string;
  /** One statement that changes a call, commits and tells. */
  statement: string;
  callIds: string[];
  perSecond: number;
  commits: number;
}

/** Milliseconds from the sending of the statement that commits to the event in a viewer's hands. */
export interface Heard extends Record<string, number> {
  p50: number;
  p99: number;
}

export type CommitMessage = { kind: "done"; heard: Heard } | { kind: "void"; why: string };
