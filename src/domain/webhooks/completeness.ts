/** The events that every call brings, as far as its agent's setting asks for them: Retell's usual three. */
export const lifecycleEvents = ["call_started", "call_ended", "call_analyzed"] as const;
export type LifecycleEvent = (typeof lifecycleEvents)[number];

export interface Tally {
  expected: number;
  came: number;
}

/** A call of which a webhook never came, and what is known of it all the same. */
export interface WebhookGap {
  callId: string;
  retellCallId: string;
  overAt: string;
  missing: LifecycleEvent[];
  /** `whole`: nothing is missing from the call; `asking`: it is still asked about; `told`: Retell has said all it will. */
  known: "whole" | "asking" | "told";
}

/**
 * Why webhooks of a call are not expected here: its agent has no address of its own, and none of the
 * account's has come; its agent delivers elsewhere; its agent is unknown; it was over before we knew of
 * a setting that leads here.
 */
export type NotCounted = "account" | "elsewhere" | "unknown_agent" | "before";

export interface Completeness {
  /** Calls that were over by then are looked at; what is later may still be on its way. */
  until: string;
  /** The last 24 hours before that, by event. */
  lately: Record<LifecycleEvent, Tally>;
  /** Today and the six days before, in UTC, newest first. */
  days: { day: string; events: Record<LifecycleEvent, Tally> }[];
  /** The latest of the seven days. */
  gaps: WebhookGap[];
  /** Calls of the seven days of which nothing is expected. */
  notCounted: { why: NotCounted; calls: number }[];
}

export function sumOf(events: Record<LifecycleEvent, Tally>): Tally {
  const tallies = Object.values(events);
  return {
    expected: tallies.reduce((sum, { expected }) => sum + expected, 0),
    came: tallies.reduce((sum, { came }) => sum + came, 0),
  };
}

/** To one decimal, rounded down, so that 100 means all; null when none was expected. */
export function percentOf({ expected, came }: Tally): number | null {
  return expected === 0 ? null : Math.floor((came / expected) * 1000) / 10;
}

const figure = new Intl.NumberFormat("en-US");

/** “98.7 % of the 1,523 webhooks expected in the last 24 hours came (20 missing: 12 call_ended, 8 call_analyzed).” */
export function completenessWords({ lately }: Pick<Completeness, "lately">): string {
  const sum = sumOf(lately);
  const percent = percentOf(sum);
  if (percent === null) return "No webhook was expected in the last 24 hours.";
  const missing = sum.expected - sum.came;
  if (missing === 0)
    return sum.expected === 1
      ? "The one webhook expected in the last 24 hours came."
      : `All ${figure.format(sum.expected)} webhooks expected in the last 24 hours came.`;
  const byEvent = lifecycleEvents
    .map((event) => ({ event, count: lately[event].expected - lately[event].came }))
    .filter(({ count }) => count > 0)
    .map(({ event, count }) => `${figure.format(count)} ${event}`);
  return `${percent} % of the ${figure.format(sum.expected)} webhooks expected in the last 24 hours came (${figure.format(missing)} missing: ${byEvent.join(", ")}).`;
}
