import type { Random } from "../random.ts";
import { type DisconnectionReason, isReason } from "./reasons.ts";

const LONG_CALL_MS = 5 * 60_000;

export interface Outcome {
  reason: DisconnectionReason;
  /** Talk is drawn out to at least this long. */
  minimumMs: number;
}

const BY_LAST_FOUR_DIGITS: Record<string, DisconnectionReason> = {
  "0001": "dial_no_answer",
  "0002": "dial_busy",
  "0003": "dial_failed",
  "0004": "voicemail_reached",
  "0005": "user_declined",
  "0006": "call_transfer",
  "0007": "error_asr",
  "0009": "invalid_destination",
};

/** How a placed call will go: `metadata.simulate` first, then the callee's last four digits, then a talk. */
export function outcomeOf(toNumber: string | undefined, metadata: unknown, random: Random): Outcome {
  const forced = forcedReason(metadata);
  if (forced) return { reason: forced, minimumMs: 0 };
  const lastFour = toNumber?.slice(-4) ?? "";
  const talk = random.chance(0.5) ? "user_hangup" : "agent_hangup";
  if (lastFour === "0008") return { reason: talk, minimumMs: LONG_CALL_MS };
  return { reason: BY_LAST_FOUR_DIGITS[lastFour] ?? talk, minimumMs: 0 };
}

/** The reason that `metadata.simulate` asks for. */
export function forcedReason(metadata: unknown): DisconnectionReason | null {
  if (typeof metadata !== "object" || metadata === null || !("simulate" in metadata)) return null;
  return isReason(metadata.simulate) ? metadata.simulate : null;
}

/** Shares of a warm list over a week. The rest are talks. */
const PAST_SHARES: readonly (readonly [DisconnectionReason, number])[] = [
  ["voicemail_reached", 0.22],
  ["dial_no_answer", 0.13],
  ["dial_busy", 0.035],
  ["dial_failed", 0.015],
  ["user_declined", 0.02],
  ["invalid_destination", 0.012],
  ["call_transfer", 0.025],
  ["inactivity", 0.01],
  ["max_duration_reached", 0.003],
  ["ivr_reached", 0.008],
  ["error_asr", 0.004],
  ["error_retell", 0.004],
];

/** How a call of the past week went. Inbound calls always connected. */
export function pastReason(direction: "inbound" | "outbound", random: Random): DisconnectionReason {
  const talk = random.chance(0.52) ? "user_hangup" : "agent_hangup";
  if (direction === "inbound") return random.chance(0.08) ? "call_transfer" : talk;
  let draw = random.float();
  for (const [reason, share] of PAST_SHARES) {
    if (draw < share) return reason;
    draw -= share;
  }
  return talk;
}
