import type { Wait, WaitInList } from "./waiting.ts";

/** The noun: what a call is to us, and the words for its states. Times are ISO 8601 in UTC. */

export const callStatuses = [
  "initiated",
  "ringing",
  "in_progress",
  "completed",
  "failed",
  "cancelled",
] as const;
export type CallStatus = (typeof callStatuses)[number];

/** Where our own request to Retell stands; `none` for calls that we did not place. */
export type DialState =
  | "none"
  | "queued"
  | "dialling"
  | "unconfirmed"
  | "accepted"
  | "refused"
  | "not_placed"
  | "withdrawn"
  | "given_up";

/** What lists show of a call. Everything here lives in the narrow row. */
export interface CallListItem {
  id: string;
  retellCallId: string | null;
  status: CallStatus;
  dialState: DialState;
  placedAt: string;
  callType: string | null;
  direction: string | null;
  fromNumber: string | null;
  toNumber: string | null;
  /** As people of its country write it. */
  fromNumberWords: string | null;
  toNumberWords: string | null;
  agentId: string | null;
  agentName: string | null;
  /** Who asked for it here; null for a call that came from elsewhere. */
  requestedBy: { id: string; name: string; email: string } | null;
  variables: Record<string, string>;
  startedAt: string | null;
  endedAt: string | null;
  durationMs: number | null;
  /** US cents, often fractional. */
  costCents: number | null;
  /** As Retell wrote it. */
  disconnectionReason: string | null;
  /** The reason in words; one that nobody has seen yet stands as Retell wrote it. */
  disconnectionLabel: string | null;
  callSuccessful: boolean | null;
  userSentiment: string | null;
  hasRecording: boolean;
  failureMessage: string | null;
  /** Why it is not dialled yet; null when it does not wait, or not for long. */
  waiting: WaitInList | null;
  /** Nobody could find out whether it was placed, so a person is asked. */
  needsDecision: boolean;
  /** What was asked for besides (`summary`, `latency`, `analysis`, `analysis.NAME`), by its name; null where Retell sent none. */
  fields?: Record<string, unknown>;
}

/** Our request to Retell to place the call, and what came of it. */
export interface DialAttempt {
  /** Null when nobody knows, because the database was restored. */
  sentAt: string | null;
  /** What came back instead of an answer. */
  message: string | null;
  httpStatus: number | null;
  /** When Retell last answered a look-up without showing the call. */
  lookedUpAt: string | null;
  /** Why the last look-up brought no answer. */
  lookUpFailure: string | null;
  /** When it was counted as not placed, also when that turned out wrong. */
  notPlacedAt: string | null;
}

/** What a person decided about a call of which nobody could find out whether it was placed. */
export interface DialDecision {
  decision: "linked" | "not_placed";
  by: { id: string; name: string; email: string } | null;
  at: string;
  /** Which call it was taken for. */
  retellCallId: string | null;
}

/** One spoken word; start and end in seconds from the start of the call. */
export interface TranscriptWord {
  word: string;
  start: number;
  end: number;
}

/** One entry of the transcript: something said, or something that happened (a tool call, a key press …). */
export interface TranscriptEntry {
  /** `agent`, `user`, `transfer_target`, `tool_call_invocation`, `tool_call_result`, `node_transition`, `dtmf` … or one yet unknown. */
  role: string;
  content: string | null;
  words: TranscriptWord[];
  /** Every other field of the entry as Retell sent it (tool name, arguments, node names …). */
  extra: Record<string, unknown>;
}

export interface CallAnalysis {
  summary: string | null;
  sentiment: string | null;
  successful: boolean | null;
  inVoicemail: boolean | null;
  /** The agent's own fields, by their configured names. */
  custom: Record<string, unknown>;
}

export interface ProductCost {
  product: string;
  /** US cents. */
  costCents: number;
}

/** Everything the call's own page shows. */
export interface Call extends CallListItem {
  agentVersion: number | null;
  metadata: Record<string, unknown>;
  retellStatus: string | null;
  waiting: Wait | null;
  requestedAt: string | null;
  stopRequestedAt: string | null;
  stopRequestedBy: { id: string; name: string; email: string } | null;
  /** What came of the wish to stop it; null when nobody wished it, or it was withdrawn before it was sent. */
  stop: { outcome: "wanted" | "sent" | "moot" | "given_up"; message: string | null } | null;
  /** The last one; null when it was never sent, or not by us. */
  attempt: DialAttempt | null;
  decision: DialDecision | null;
  transcript: TranscriptEntry[];
  /** Only the plain text, when Retell gave no structured transcript. */
  transcriptText: string | null;
  analysis: CallAnalysis | null;
  costs: ProductCost[];
  /** By stage (`e2e`, `llm`, `tts` …), each with p50, p90 … in ms. */
  latency: Record<string, Record<string, unknown>>;
  collectedVariables: Record<string, string>;
  transferDestination: string | null;
  hasMultiChannelRecording: boolean;
  publicLogUrl: string | null;
  /** Top-level fields of Retell's call object that we do not know yet. */
  extra: Record<string, unknown>;
  updatedAt: string;
}

const reasonWords: Record<string, string> = {
  user_hangup: "The other party hung up",
  agent_hangup: "The agent ended the call",
  call_transfer: "Transferred to another number",
  voicemail_reached: "Reached voicemail",
  ivr_reached: "Reached a phone menu",
  inactivity: "Ended after a long silence",
  max_duration_reached: "Reached the longest allowed duration",
  manual_stopped: "Ended by a person",
  call_take_over: "Taken over by a person",
  transfer_bridged: "Handed over by transfer",
  transfer_cancelled: "The transfer was abandoned",
  no_concurrency_fallback: "No free line: sent to the fallback number",
  dial_busy: "The line was busy",
  dial_failed: "The carrier could not place the call",
  dial_no_answer: "Nobody answered",
  invalid_destination: "The number cannot be called",
  telephony_provider_permission_denied: "The carrier does not permit this route",
  telephony_provider_unavailable: "The carrier could not be reached",
  sip_routing_error: "The carrier misrouted the call",
  marked_as_spam: "Blocked as spam",
  user_declined: "The call was declined",
  concurrency_limit_reached: "No free line at Retell",
  no_valid_payment: "Retell has no valid payment method",
  scam_detected: "Retell flagged the call as a scam",
  error_inbound_webhook: "The inbound webhook failed",
  error_llm_websocket_open: "The custom LLM could not be reached",
  error_llm_websocket_lost_connection: "The connection to the custom LLM was lost",
  error_llm_websocket_runtime: "The custom LLM failed during the call",
  error_llm_websocket_corrupt_payload: "The custom LLM sent an unreadable message",
  error_no_audio_received: "No audio came from the other party",
  error_asr: "Speech recognition failed",
  error_retell: "Retell had an internal error",
  error_unknown: "An error Retell could not classify",
  error_user_not_joined: "The web caller never joined",
  registered_call_timeout: "The registered call was never dialled in",
  machine_detected: "Reached an answering machine",
};

/** Every reason that Retell documents; calls may bring others. */
export const knownReasons: readonly string[] = Object.keys(reasonWords);

/** The reason in words; one that nobody has seen yet is shown as Retell wrote it. */
export function disconnectionWords(reason: string | null): string | null {
  if (reason === null) return null;
  return reasonWords[reason] ?? reason;
}
