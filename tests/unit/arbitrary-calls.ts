import fc from "fast-check";
import { type RetellCall, readRetellCall } from "#retell";
import type { Observation, Phase } from "../../src/domain/calls/fold.ts";

const reasons = ["user_hangup", "dial_busy", "manual_stopped", "error_asr", "call_transfer", "a_new_reason"];
const statuses = ["registered", "ongoing", "active", "ended", "not_connected", "error", "a_new_status"];
const names = ["customer_name", "clinic", "__proto__", "é"];
const moment = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 0, 1) + 5 });
const texts = fc.dictionary(fc.constantFrom(...names), fc.string({ maxLength: 3 }), { maxKeys: 2 });
const anything = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 2 });

/** Pieces of a call object as Retell might send them; small ranges, so that two often speak of the same. */
const pieces = fc.record(
  {
    call_status: fc.constantFrom(...statuses),
    call_type: fc.constantFrom("phone_call", "web_call"),
    direction: fc.constantFrom("inbound", "outbound"),
    from_number: fc.constantFrom("+14157774444", "+14157774455"),
    agent_id: fc.constantFrom("agent_a", "agent_b"),
    agent_version: fc.integer({ min: 0, max: 3 }),
    metadata: anything,
    retell_llm_dynamic_variables: texts,
    collected_dynamic_variables: texts,
    telephony_identifier: fc.constantFrom({}, { twilio_call_sid: "CA1" }),
    start_timestamp: moment,
    end_timestamp: moment,
    duration_ms: fc.constantFrom(0, 1, 60_000),
    disconnection_reason: fc.constantFrom(...reasons),
    transcript: fc.string({ maxLength: 4 }),
    transcript_object: fc.array(anything, { maxLength: 2 }),
    call_analysis: fc.record(
      {
        call_summary: fc.string({ maxLength: 3 }),
        call_successful: fc.boolean(),
        user_sentiment: fc.string(),
      },
      { requiredKeys: [] },
    ),
    call_cost: fc.record({
      combined_cost: fc.constantFrom(0, 1.5, 12.25),
      note: fc.string({ maxLength: 2 }),
    }),
    recording_url: fc.constantFrom("https://a.example/1.wav", "https://a.example/2.wav"),
    something_new: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
);

export function callOf(fields: Record<string, unknown>): RetellCall {
  const call = readRetellCall({ call_id: "call_1", ...fields });
  if (call === null) throw new Error("Not a call.");
  return call;
}

export const observations: fc.Arbitrary<Observation> = fc
  .tuple(fc.constantFrom<Phase>(1, 2, 3, 4), pieces)
  .map(([phase, fields]) => ({ phase, call: callOf(fields) }));

/** The same observations in another order, some of them several times. */
export const retold: fc.Arbitrary<{ told: Observation[]; again: Observation[] }> = fc
  .array(observations, { minLength: 1, maxLength: 6 })
  .chain((told) =>
    fc
      .tuple(
        fc.shuffledSubarray(told, { minLength: told.length, maxLength: told.length }),
        fc.array(fc.nat({ max: told.length - 1 }), { maxLength: 4 }),
        fc.infiniteStream(fc.nat({ max: 9 })),
      )
      .map(([shuffled, repeats, places]) => {
        const again = [...shuffled];
        for (const index of repeats)
          again.splice(places.next().value % (again.length + 1), 0, ...told.slice(index, index + 1));
        return { told, again };
      }),
  );
