export type CallStatus = "registered" | "not_connected" | "ongoing" | "ended" | "error";
type FinalStatus = Exclude<CallStatus, "registered" | "ongoing">;

interface ReasonFacts {
  /** Where the call ends up. */
  status: FinalStatus;
  /** Whether somebody, or a machine, picked up first. */
  answered: boolean;
}

const ended = { status: "ended", answered: true } as const;
const neverConnected = { status: "not_connected", answered: false } as const;
const brokeOff = { status: "error", answered: true } as const;
const neverStarted = { status: "error", answered: false } as const;

/** Every disconnection reason of the platform, and what it implies. */
export const REASONS = {
  user_hangup: ended,
  agent_hangup: ended,
  call_transfer: ended,
  voicemail_reached: ended,
  ivr_reached: ended,
  inactivity: ended,
  max_duration_reached: ended,
  manual_stopped: ended,
  call_take_over: ended,
  transfer_bridged: ended,
  transfer_cancelled: ended,
  no_concurrency_fallback: { status: "ended", answered: false },
  dial_busy: neverConnected,
  dial_failed: neverConnected,
  dial_no_answer: neverConnected,
  invalid_destination: neverConnected,
  telephony_provider_permission_denied: neverConnected,
  telephony_provider_unavailable: neverConnected,
  sip_routing_error: neverConnected,
  marked_as_spam: neverConnected,
  user_declined: neverConnected,
  concurrency_limit_reached: neverStarted,
  no_valid_payment: neverStarted,
  error_user_not_joined: neverStarted,
  registered_call_timeout: neverStarted,
  scam_detected: brokeOff,
  error_llm_websocket_open: brokeOff,
  error_llm_websocket_lost_connection: brokeOff,
  error_llm_websocket_runtime: brokeOff,
  error_llm_websocket_corrupt_payload: brokeOff,
  error_no_audio_received: brokeOff,
  error_asr: brokeOff,
  error_retell: brokeOff,
  error_unknown: brokeOff,
} as const satisfies Record<string, ReasonFacts>;

export type DisconnectionReason = keyof typeof REASONS;

export const ALL_REASONS = Object.keys(REASONS) as DisconnectionReason[];

export function isReason(value: unknown): value is DisconnectionReason {
  return typeof value === "string" && Object.hasOwn(REASONS, value);
}
