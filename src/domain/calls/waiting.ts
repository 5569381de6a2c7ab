/** Why a call that was asked for is not dialled yet. Calls wait for the workspace's sake, so all of them for the same. */
export type WaitReason =
  /** Every line is in use, by calls of ours or of others. */
  | "no_free_line"
  /** So many may be started in a second, and it is not its turn. */
  | "calls_per_second"
  /** Retell answered 429. */
  | "retell_asked"
  | "retell_unreachable"
  /** Retell answers, but does not say how many lines are free. */
  | "lines_unknown";

export interface WaitInList {
  reason: WaitReason;
  /** Since when for this reason. */
  since: string;
}

export interface Wait extends WaitInList {
  /** When it is tried again, where Retell or we have set a time. */
  until: string | null;
  /** How many calls go before it. */
  ahead: number;
  /** The whole in a sentence, times in UTC. */
  words: string;
}

export interface WaitFacts {
  linesInUse: number | null;
  linesLimit: number | null;
  linesReserved: number;
  callsPerSecond: number;
  until: string | null;
  ahead: number;
}

/** Hours, minutes and seconds in an ISO moment. */
const TIME_OF_DAY = [11, 19] as const;

export function waitWords(reason: WaitReason, facts: WaitFacts): string {
  const before =
    facts.ahead === 0 ? "" : `, ${facts.ahead} ${facts.ahead === 1 ? "call" : "calls"} before this one`;
  switch (reason) {
    case "no_free_line":
      return `Waiting for a free line${lineWords(facts)}${before}`;
    case "calls_per_second":
      return `Waiting its turn: ${rateWords(facts.callsPerSecond)}${before}`;
    case "retell_asked":
      return `Retell asked to wait${untilWords(facts)} (429)${before}`;
    case "retell_unreachable":
      return `Retell cannot be reached; it is tried again${before}`;
    case "lines_unknown":
      return `Waiting for Retell to say how many lines are free${before}`;
  }
}

export function rateWords(callsPerSecond: number): string {
  return callsPerSecond === 1 ? "one call per second" : `${callsPerSecond} calls per second`;
}

function lineWords({ linesInUse, linesLimit, linesReserved }: WaitFacts): string {
  if (linesInUse === null || linesLimit === null) return "";
  const kept = linesReserved > 0 ? `, ${linesReserved} kept for inbound calls` : "";
  return `: ${linesInUse} of ${linesLimit} in use${kept}`;
}

function untilWords({ until }: WaitFacts): string {
  return until === null ? "" : ` until ${until.slice(...TIME_OF_DAY)} UTC`;
}
