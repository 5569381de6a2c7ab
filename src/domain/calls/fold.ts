import { isDeepStrictEqual } from "node:util";
import { isObject, type RetellCall } from "#retell";
import type { CallStatus, DialState } from "./call.ts";

/**
 * How far a call has come. Never goes back.
 * 0 requested by us · 1 registered at Retell · 2 connected · 3 over · 4 over and analysed
 */
export type Phase = 0 | 1 | 2 | 3 | 4;

/** One thing we learnt about a call, and the phase it speaks of. */
export interface Observation {
  phase: Phase;
  call: RetellCall;
}

/**
 * The mergeable fields of a call, named as their columns. `join` settles two different values that
 * speak of the same phase; it must not depend on which came first.
 */
const fields = {
  call_type: { from: (call) => call.callType, join: greater },
  direction: { from: (call) => call.direction, join: greater },
  from_number: { from: (call) => call.fromNumber, join: greater },
  to_number: { from: (call) => call.toNumber, join: greater },
  agent_id: { from: (call) => call.agentId, join: greater },
  agent_version: { from: (call) => call.agentVersion, join: greater },
  agent_name: { from: (call) => call.agentName, join: greater },
  variables: { from: (call) => call.variables, join: richer },
  metadata: { from: (call) => call.metadata, join: richer },
  retell_status: { from: (call) => call.callStatus, join: laterStatus },
  disconnection_reason: { from: (call) => call.disconnectionReason, join: greater },
  has_carrier_leg: { from: (call) => call.hasCarrierLeg, join: greater },
  started_at: { from: (call) => call.startedAt, join: lesser },
  ended_at: { from: (call) => call.endedAt, join: greater },
  duration_ms: { from: (call) => call.durationMs, join: greater },
  cost_cents: { from: (call) => call.costCents, join: greater },
  call_successful: { from: (call) => analysisField(call, "call_successful", "boolean"), join: greater },
  user_sentiment: { from: (call) => analysisField(call, "user_sentiment", "string"), join: greater },
  in_voicemail: { from: (call) => analysisField(call, "in_voicemail", "boolean"), join: greater },
  has_recording: {
    from: (call) => (call.recordingUrl || call.recordingMultiChannelUrl ? true : null),
    join: greater,
  },
  transcript: { from: (call) => call.transcript, join: richer },
  transcript_object: { from: (call) => call.transcriptObject, join: richer },
  transcript_with_tool_calls: { from: (call) => call.transcriptWithToolCalls, join: richer },
  analysis: { from: (call) => call.analysis, join: richer },
  latency: { from: (call) => call.latency, join: richer },
  cost: { from: (call) => call.cost, join: costlier },
  collected_variables: { from: (call) => call.collectedVariables, join: richer },
  token_usage: { from: (call) => call.tokenUsage, join: richer },
  recording_url: { from: (call) => call.recordingUrl, join: greater },
  recording_multi_channel_url: { from: (call) => call.recordingMultiChannelUrl, join: greater },
  public_log_url: { from: (call) => call.publicLogUrl, join: greater },
  transfer_destination: { from: (call) => call.transferDestination, join: greater },
  extra: { from: (call) => call.extra, join: richer },
} satisfies Record<string, { from: (call: RetellCall) => unknown; join: Join }>;

export type FieldName = keyof typeof fields;
export const fieldNames = Object.keys(fields) as FieldName[];

export type FoldedFields = { [Name in FieldName]: ReturnType<(typeof fields)[Name]["from"]> };

/** What the fold reads and writes of a call. */
export interface FoldedCall extends FoldedFields {
  phase: Phase;
  /** For each field, in the order of `fieldNames`, the phase that last set it; -1 when nothing has. */
  field_phases: number[];
  dial_state: DialState;
  stop_requested: boolean;
}

const nothing = Object.fromEntries(fieldNames.map((name) => [name, null])) as unknown as FoldedFields;

export function unknownCall(): FoldedCall {
  return {
    ...nothing,
    phase: 0,
    field_phases: fieldNames.map(() => -1),
    dial_state: "none",
    stop_requested: false,
  };
}

/** What one observation says, as a call of which nothing else is known. */
export function callFrom({ phase, call }: Observation): FoldedCall {
  const said = { ...unknownCall(), phase };
  const told: Record<FieldName, unknown> = said;
  fieldNames.forEach((name, index) => {
    const value = fields[name].from(call);
    if (value === null) return;
    told[name] = value;
    said.field_phases[index] = phase;
  });
  return said;
}

export function fold(call: FoldedCall, observation: Observation): FoldedCall {
  return merge(call, callFrom(observation));
}

/**
 * The least upper bound of two states of knowledge about one call. Order and repetition do not
 * matter: a later phase's value wins, an earlier phase may still fill what is empty, and two values
 * of one phase are settled by the field's own join. A value that says what is known stays the very object it is,
 * so whatever differs afterwards is news.
 */
export function merge(call: FoldedCall, other: FoldedCall): FoldedCall {
  const phases: number[] = [];
  const next = { ...call, field_phases: phases, phase: Math.max(call.phase, other.phase) as Phase };
  const settled: Record<FieldName, unknown> = next;
  fieldNames.forEach((name, index) => {
    const [knownPhase, learntPhase] = [call.field_phases[index] ?? -1, other.field_phases[index] ?? -1];
    settled[name] = settle(fields[name].join, call[name], knownPhase, other[name], learntPhase);
    phases.push(Math.max(knownPhase, learntPhase));
  });
  return next;
}

function settle(
  join: Join,
  known: unknown,
  knownPhase: number,
  learnt: unknown,
  learntPhase: number,
): unknown {
  if (learnt === null) return known;
  if (known === null) return learnt;
  if (isSame(known, learnt)) return known;
  if (learntPhase > knownPhase) return learnt;
  return learntPhase === knownPhase ? join(known, learnt) : known;
}

function isSame(known: unknown, learnt: unknown): boolean {
  return known === learnt || (typeof known === "object" && isDeepStrictEqual(known, learnt));
}

/** The phase that a call object as such speaks of; an event's name says it better where there is one. */
export function phaseOf(call: RetellCall): Phase {
  switch (call.callStatus) {
    case "registered":
      return 1;
    case "ongoing":
    case "active":
      return 2;
    case "ended":
    case "not_connected":
    case "error":
      return call.analysis === null ? 3 : 4;
    default:
      // A status nobody has seen yet: its timestamps tell how far it came.
      if (call.endedAt !== null) return call.analysis === null ? 3 : 4;
      return call.startedAt === null ? 1 : 2;
  }
}

const completedReasons = new Set([
  "user_hangup",
  "agent_hangup",
  "call_transfer",
  "voicemail_reached",
  "ivr_reached",
  "machine_detected",
  "inactivity",
  "max_duration_reached",
  "call_take_over",
  "transfer_bridged",
  "transfer_cancelled",
  "no_concurrency_fallback",
]);
const failedReasons = new Set([
  "dial_failed",
  "dial_no_answer",
  "dial_busy",
  "invalid_destination",
  "telephony_provider_permission_denied",
  "telephony_provider_unavailable",
  "sip_routing_error",
  "marked_as_spam",
  "user_declined",
  "concurrency_limit_reached",
  "no_valid_payment",
  "scam_detected",
  "registered_call_timeout",
]);

const unplacedStates = new Set<DialState>(["refused", "not_placed", "given_up"]);

/** The status follows from what is known, so it cannot disagree with it. */
export function statusOf(call: FoldedCall): CallStatus {
  if (call.phase >= 3) return finalStatusOf(call);
  if (call.phase === 2) return "in_progress";
  if (call.dial_state === "withdrawn") return "cancelled";
  if (call.dial_state === "not_placed" && call.stop_requested) return "cancelled";
  if (unplacedStates.has(call.dial_state)) return "failed";
  return call.has_carrier_leg ? "ringing" : "initiated";
}

function finalStatusOf(call: FoldedCall): CallStatus {
  const reason = call.disconnection_reason;
  if (!hasConnected(call) && (reason === "manual_stopped" || call.stop_requested)) return "cancelled";
  if (reason === "manual_stopped" || completedReasons.has(reason ?? "")) return "completed";
  if (failedReasons.has(reason ?? "") || reason?.startsWith("error_")) return "failed";
  return call.retell_status === "not_connected" || call.retell_status === "error" ? "failed" : "completed";
}

/** Retell gives calls that never connected a duration of nought, or a start that is also the end. */
function hasConnected(call: FoldedCall): boolean {
  if (call.duration_ms !== null) return call.duration_ms > 0;
  return call.started_at !== null && (call.ended_at === null || call.ended_at > call.started_at);
}

type Join = (known: unknown, learnt: unknown) => unknown;

const statusOrder = ["registered", "ongoing", "active", "ended", "not_connected", "error"];

/** Webhooks of ended calls may still say `registered`; an unknown status stands between talk and end. */
function laterStatus(known: unknown, learnt: unknown): unknown {
  const rank = (status: unknown) => {
    const place = statusOrder.indexOf(String(status));
    return place === -1 ? 2.5 : place;
  };
  if (rank(known) === rank(learnt)) return greater(known, learnt);
  return rank(learnt) > rank(known) ? learnt : known;
}

function greater(known: unknown, learnt: unknown): unknown {
  return compare(learnt, known) > 0 ? learnt : known;
}

function lesser(known: unknown, learnt: unknown): unknown {
  return compare(learnt, known) < 0 ? learnt : known;
}

/** Of two texts or structures that claim the same, the longer one was written with more knowledge. */
function richer(known: unknown, learnt: unknown): unknown {
  const [knownText, learntText] = [canonical(known), canonical(learnt)];
  if (knownText.length !== learntText.length) return learntText.length > knownText.length ? learnt : known;
  return learntText > knownText ? learnt : known;
}

/** Costs can still grow after the end of a call, never shrink. */
function costlier(known: unknown, learnt: unknown): unknown {
  const total = (cost: unknown) =>
    isObject(cost) && typeof cost.combined_cost === "number" ? cost.combined_cost : -1;
  if (total(known) === total(learnt)) return richer(known, learnt);
  return total(learnt) > total(known) ? learnt : known;
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return left - right;
  const [leftText, rightText] = [canonical(left), canonical(right)];
  return leftText < rightText ? -1 : leftText > rightText ? 1 : 0;
}

/** JSON with sorted keys: the database does not keep the order in which Retell wrote them. */
function canonical(value: unknown): string {
  if (typeof value === "string") return value;
  return JSON.stringify(value, (_name, item) =>
    isObject(item)
      ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  );
}

function analysisField<Kind extends "boolean" | "string">(
  call: RetellCall,
  name: string,
  kind: Kind,
): (Kind extends "boolean" ? boolean : string) | null {
  const value = call.analysis?.[name];
  return typeof value === kind ? (value as Kind extends "boolean" ? boolean : string) : null;
}
