import type { Call } from "./call.ts";

/**
 * What came of stopping a call: withdrawn before it was sent; stopped at Retell; over before we could;
 * waiting until Retell knows it; under way, because somebody else has just asked; refused by Retell, or
 * Retell is away, and tried again.
 */
export type StopOutcome = "withdrawn" | "stopped" | "over" | "waiting" | "under_way" | "refused";

const finalStatuses: readonly string[] = ["completed", "failed", "cancelled"];

export function isOver(status: string): boolean {
  return finalStatuses.includes(status);
}

/** What has come of a wish that was written down. */
export function stopOutcomeOf(call: Pick<Call, "stop" | "retellCallId">): StopOutcome {
  if (call.stop === null) return "over";
  if (call.stop.outcome === "moot") return "over";
  if (call.stop.outcome === "sent") return "stopped";
  if (call.stop.message !== null) return "refused";
  return call.retellCallId === null ? "waiting" : "under_way";
}

export function stopWords(
  call: Pick<Call, "status" | "disconnectionLabel" | "stop">,
  outcome: StopOutcome,
): string {
  switch (outcome) {
    case "withdrawn":
      return "The call was cancelled before it was sent. Nobody was called.";
    case "stopped":
      return call.status === "cancelled"
        ? "The call was cancelled before anybody answered."
        : "The call was ended.";
    case "over":
      return `The call was already over${call.disconnectionLabel ? `: ${call.disconnectionLabel}` : ""}.`;
    case "waiting":
      return "Retell has not confirmed this call yet. It is stopped as soon as Retell knows it.";
    case "under_way":
      return "The call is being stopped.";
    case "refused":
      return `Retell did not stop the call yet. ${call.stop?.message ?? ""} We keep trying.`;
  }
}
