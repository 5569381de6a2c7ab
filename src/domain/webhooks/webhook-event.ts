import type { Phase, Sighting } from "#domain/calls";
import { isObject, parseStorableJson, readRetellCall } from "#retell";

/** A delivery whose signature was good, read as far as it can be read. */
export interface WebhookEvent {
  /** The event's name as sent; null when the body has none. */
  event: string | null;
  retellCallId: string | null;
  /** What it says about a call; null when it is of no use to us. */
  sighting: Sighting | null;
  /** Why it is kept without effect. */
  note: string | null;
  malformed: boolean;
}

/** The phase each event speaks of, whatever the call's own status field says. */
const phases: Record<string, Phase> = {
  call_started: 2,
  transcript_updated: 2,
  transfer_started: 2,
  transfer_bridged: 2,
  transfer_cancelled: 2,
  transfer_ended: 2,
  call_ended: 3,
  call_analyzed: 4,
};
/** Only these carry everything Retell knows at that phase. */
const completeEvents = new Set(["call_ended", "call_analyzed"]);

/** Reads a body. Takes anything, throws never. */
export function readWebhookEvent(body: Buffer): WebhookEvent {
  let value: unknown;
  try {
    value = parseStorableJson(body.toString("utf8"));
  } catch {
    return {
      event: null,
      retellCallId: null,
      sighting: null,
      note: "The body is not JSON.",
      malformed: true,
    };
  }
  const event = isObject(value) && typeof value.event === "string" ? value.event : null;
  if (!isObject(value) || event === null) {
    return { event, retellCallId: null, sighting: null, note: "The body names no event.", malformed: true };
  }
  const call = readRetellCall(withTranscript(value));
  const phase = Object.hasOwn(phases, event) ? phases[event] : undefined;
  const about = { event, retellCallId: call?.retellCallId ?? null, malformed: false };
  if (phase === undefined) return { ...about, sighting: null, note: "We do nothing on this event." };
  if (call === null) return { ...about, sighting: null, note: "The event names no call.", malformed: true };
  return {
    ...about,
    note: null,
    sighting: { phase, call, complete: completeEvents.has(event), source: "webhook" },
  };
}

/** transcript_updated carries the live transcript beside the call, not in it. */
function withTranscript(body: Record<string, unknown>): unknown {
  const { call, transcript_with_tool_calls: transcript } = body;
  return isObject(call) && Array.isArray(transcript)
    ? { ...call, transcript_with_tool_calls: transcript }
    : call;
}
