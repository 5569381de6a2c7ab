import type { BodySize } from "./events.ts";

/** One round of load. */
export interface LoadPlan {
  port: number;
  path: string;
  key: string;
  connections: number;
  events: number;
  size: BodySize;
  /** Begins the ids of this round's calls; no other round has it. */
  prefix: string;
  /** One acknowledgement in so many is told at once. */
  tellEvery: number;
}

export interface Acknowledged {
  callId: string;
  event: string;
  /** Milliseconds since 1970, with their fractions. */
  at: number;
}

export interface LoadFigures {
  perSecond: number;
  p50: number;
  p99: number;
  max: number;
  meanBodyBytes: number;
}

export type LoadMessage =
  | { kind: "acknowledged"; what: Acknowledged }
  | { kind: "done"; figures: LoadFigures }
  | { kind: "void"; why: string };
