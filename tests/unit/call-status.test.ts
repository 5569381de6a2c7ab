import { describe, expect, test } from "vitest";
import { type CallStatus, disconnectionWords } from "../../src/domain/calls/call.ts";
import { fold, type Phase, phaseOf, statusOf, unknownCall } from "../../src/domain/calls/fold.ts";
import { callOf } from "./arbitrary-calls.ts";

const START = Date.UTC(2026, 5, 1);
const connected = { start_timestamp: START, end_timestamp: START + 60_000, duration_ms: 60_000 };
const neverConnected = { start_timestamp: START, end_timestamp: START, duration_ms: 0 };

interface Ending {
  reason: string;
  callStatus: "ended" | "not_connected" | "error";
  ours: CallStatus;
}

/** Every reason of Retell's documentation, and those it has since removed. */
const endings: Ending[] = [
  ...named("ended", "completed", [
    ["user_hangup", "agent_hangup", "call_transfer", "voicemail_reached", "ivr_reached", "inactivity"],
    ["max_duration_reached", "manual_stopped", "call_take_over", "transfer_bridged", "transfer_cancelled"],
    ["no_concurrency_fallback", "machine_detected"],
  ]),
  ...named("not_connected", "failed", [
    ["dial_busy", "dial_failed", "dial_no_answer", "invalid_destination", "sip_routing_error"],
    ["telephony_provider_permission_denied", "telephony_provider_unavailable", "marked_as_spam"],
    ["user_declined"],
  ]),
  ...named("error", "failed", [
    ["concurrency_limit_reached", "no_valid_payment", "scam_detected", "error_llm_websocket_open"],
    ["error_llm_websocket_lost_connection", "error_llm_websocket_runtime", "error_no_audio_received"],
    ["error_llm_websocket_corrupt_payload", "error_asr", "error_retell", "error_unknown"],
    ["error_user_not_joined", "registered_call_timeout", "error_inbound_webhook"],
  ]),
];

function named(callStatus: Ending["callStatus"], ours: CallStatus, reasons: string[][]): Ending[] {
  return reasons.flat().map((reason) => ({ reason, callStatus, ours }));
}

function ended(fields: Record<string, unknown>, phase: Phase = 3, stopRequested = false): CallStatus {
  const before = { ...unknownCall(), stop_requested: stopRequested };
  return statusOf(fold(before, { phase, call: callOf(fields) }));
}

test("every reason that Retell documents is in the table", () => {
  expect(new Set(endings.map(({ reason }) => reason)).size).toBe(36);
});

describe.each(endings)("$reason", ({ reason, callStatus, ours }) => {
  const times = callStatus === "ended" ? connected : neverConnected;

  test(`means ${ours}, whatever status the event claims and whether analysed or not`, () => {
    for (const claimed of [callStatus, "registered", "ongoing", undefined]) {
      const fields = { call_status: claimed, disconnection_reason: reason, ...times };
      expect(ended(fields, 3)).toBe(ours);
      expect(ended(fields, 4)).toBe(ours);
    }
  });

  test("is said in words", () => {
    expect(disconnectionWords(reason)).toMatch(/^[A-Z].*[a-z]$/);
    expect(disconnectionWords(reason)).not.toContain("_");
  });
});

test.each([
  ["ended", "completed"],
  ["not_connected", "failed"],
  ["error", "failed"],
  ["a_status_of_tomorrow", "completed"],
] as const)(
  "a reason that nobody has seen yet goes by the call's status: %s means %s",
  (callStatus, ours) => {
    const fields = { call_status: callStatus, disconnection_reason: "satellite_lost", ...connected };
    expect(ended(fields)).toBe(ours);
    expect(disconnectionWords("satellite_lost")).toBe("satellite_lost");
  },
);

test("a call that a person stopped is cancelled before it connected, and completed after", () => {
  const stopped = { call_status: "ended", disconnection_reason: "manual_stopped" };
  expect(ended({ ...stopped, ...neverConnected })).toBe("cancelled");
  expect(ended({ ...stopped, ...connected })).toBe("completed");
  expect(
    ended({ call_status: "not_connected", disconnection_reason: "dial_failed", ...neverConnected }, 3, true),
  ).toBe("cancelled");
  expect(ended({ call_status: "ended", disconnection_reason: "user_hangup", ...connected }, 3, true)).toBe(
    "completed",
  );
});

test.each([
  ["queued", "initiated"],
  ["dialling", "initiated"],
  ["unconfirmed", "initiated"],
  ["withdrawn", "cancelled"],
  ["not_placed", "cancelled"],
  ["refused", "failed"],
] as const)(
  "a call of ours that a person stopped, that Retell never told of, and that is %s counts as %s",
  (dialState, ours) => {
    expect(statusOf({ ...unknownCall(), dial_state: dialState, stop_requested: true })).toBe(ours);
  },
);

test("the wish to stop a call changes no status before the call is over", () => {
  const wished = { ...unknownCall(), stop_requested: true };
  for (const [fields, ours] of [
    [{ call_status: "registered", telephony_identifier: { twilio_call_sid: "CA1" } }, "ringing"],
    [{ call_status: "ongoing", start_timestamp: START }, "in_progress"],
  ] as const) {
    const call = callOf(fields);
    expect(statusOf(fold(wished, { phase: phaseOf(call), call }))).toBe(ours);
  }
});

test.each(endings)(
  "$reason after a person's wish to stop: by whether it had connected",
  ({ reason, ours }) => {
    const fields = { call_status: "ended", disconnection_reason: reason };
    expect(ended({ ...fields, ...neverConnected }, 3, true)).toBe("cancelled");
    expect(ended({ ...fields, ...connected }, 3, true)).toBe(ours);
  },
);

test("an end that claims the call is still registered is an end, and gives way to the true status", () => {
  const claimed = callOf({ call_status: "registered", ...neverConnected });
  const corrected = callOf({ call_status: "not_connected", ...neverConnected });
  const told = [claimed, corrected].map((call) => ({ phase: 3 as const, call }));
  for (const order of [told, told.toReversed()]) {
    const folded = order.reduce(fold, unknownCall());
    expect(folded.retell_status).toBe("not_connected");
    expect(statusOf(folded)).toBe("failed");
  }
});

test.each([
  [{ call_status: "registered" }, "initiated"],
  [{ call_status: "registered", telephony_identifier: {} }, "initiated"],
  [{ call_status: "registered", telephony_identifier: { twilio_call_sid: "CA1" } }, "ringing"],
  [{ call_status: "ongoing", start_timestamp: START }, "in_progress"],
  [{ call_status: "active", start_timestamp: START }, "in_progress"],
  [{ call_status: "ended", ...connected }, "completed"],
  [{ call_status: "a_status_of_tomorrow" }, "initiated"],
  [{ call_status: "a_status_of_tomorrow", start_timestamp: START }, "in_progress"],
  [{ call_status: "a_status_of_tomorrow", ...connected }, "completed"],
] as const)("a call object that says %o is %s", (fields, ours) => {
  const call = callOf(fields);
  expect(statusOf(fold(unknownCall(), { phase: phaseOf(call), call }))).toBe(ours);
});

test.each([
  ["withdrawn", "cancelled"],
  ["refused", "failed"],
  ["not_placed", "failed"],
  ["queued", "initiated"],
  ["dialling", "initiated"],
  ["unconfirmed", "initiated"],
] as const)("a call of ours that Retell never told of and that is %s counts as %s", (dialState, ours) => {
  expect(statusOf({ ...unknownCall(), dial_state: dialState })).toBe(ours);
});
