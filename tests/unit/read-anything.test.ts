import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readWebhookEvent } from "#domain/webhooks";
import { parseStorableJson, readRetellCall } from "#retell";

// The same draws every time: a failure is found again by running again.
fc.configureGlobal({ seed: 20_260_601 });

const many = { numRuns: 1000 };
const NUL = "\u0000";
const oddText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(NUL, "\ud800", "\udc00x", "\ud83d\ude00", "\\u0000", "__proto__", ""),
);
const oddNumber = fc.oneof(fc.double(), fc.constantFrom(1e308, -1e308, 2 ** 53, -0, 1e15, Number.MAX_VALUE));
const oddValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    oddText,
    oddNumber,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(oddText, tie("value"), { maxKeys: 4 }),
  ),
})).value;
const knownNames = [
  ...["call_id", "call_type", "call_status", "direction", "from_number", "to_number", "agent_id"],
  ...["agent_version", "metadata", "retell_llm_dynamic_variables", "telephony_identifier", "duration_ms"],
  ...["start_timestamp", "end_timestamp", "disconnection_reason", "call_cost", "call_analysis"],
  ...["transcript", "transcript_object", "collected_dynamic_variables", "recording_url", "latency"],
];
const oddCall = fc
  .tuple(fc.dictionary(fc.constantFrom(...knownNames), oddValue), fc.dictionary(oddText, oddValue))
  .map(([known, unknown]) => ({ call_id: "call_1", ...unknown, ...known }));

function nested(depth: number): string {
  return `${'{"a":['.repeat(depth)}1${"]}".repeat(depth)}`;
}

function everyText(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [name, ...everyText(item)]);
}

test("a call object is read from anything without throwing", () => {
  fc.assert(
    fc.property(fc.oneof(oddCall, oddValue, fc.anything({ withNullPrototype: true })), (value) => {
      const call = readRetellCall(value);
      if (call !== null) expect(call.retellCallId).toBeTypeOf("string");
    }),
    many,
  );
});

test("whatever is read can be written: numbers are finite, times are sane, variables are text", () => {
  fc.assert(
    fc.property(oddCall, (value) => {
      const call = readRetellCall(value);
      if (call === null) return;
      for (const number of [call.agentVersion, call.durationMs, call.costCents])
        expect(Number.isFinite(number ?? 0)).toBe(true);
      for (const time of [call.startedAt, call.endedAt])
        expect(new Date(time ?? 0).toISOString()).toMatch(/^(1970|2\d{3})-/);
      for (const text of Object.values(call.variables ?? {})) expect(text).toBeTypeOf("string");
    }),
    many,
  );
});

test("fields that nobody knows, and known ones of the wrong type, are kept as they came", () => {
  const call = readRetellCall({
    call_id: "call_1",
    agent_version: "three",
    duration_ms: -4,
    start_timestamp: "yesterday",
    mood_ring: { colour: "teal" },
    transcript: 7,
    to_number: null,
  });
  expect(call).toMatchObject({ agentVersion: null, durationMs: null, startedAt: null, transcript: null });
  expect(call?.extra).toEqual({
    agent_version: "three",
    duration_ms: -4,
    start_timestamp: "yesterday",
    mood_ring: { colour: "teal" },
    transcript: 7,
  });
});

test("a value without an id, or with one that no id is, is no call", () => {
  const ids = [undefined, null, "", 7, {}, "x".repeat(5_000)];
  for (const id of ids) expect(readRetellCall({ call_id: id })).toBeNull();
  for (const value of [null, undefined, "call", 7, [], [{ call_id: "call_1" }]])
    expect(readRetellCall(value)).toBeNull();
});

test("a webhook body of any bytes is read without throwing", () => {
  const events = fc.constantFrom(
    "call_started",
    "call_ended",
    "call_analyzed",
    "toString",
    "__proto__",
    "new",
  );
  const body = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.string({ unit: "binary" }).map((text) => Buffer.from(text)),
    oddValue.map((value) => Buffer.from(JSON.stringify(value))),
    fc
      .record({ event: fc.oneof(events, oddValue), call: fc.oneof(oddCall, oddValue) })
      .map((value) => Buffer.from(JSON.stringify(value))),
  );
  fc.assert(
    fc.property(body, (bytes) => {
      const event = readWebhookEvent(bytes);
      if (event.sighting === null) expect(event.note).toBeTypeOf("string");
      else expect(event.sighting.call.retellCallId).toBe(event.retellCallId);
    }),
    many,
  );
});

describe.each([100, 3_000, 30_000, 300_000])("nesting %i deep", (depth) => {
  test.each([
    "metadata",
    "retell_llm_dynamic_variables",
    "call_analysis",
    "call_id",
    "transcript_object",
    "new",
  ])("in %s is read without throwing", (name) => {
    for (const besides of ["", ',"nul":"\\u0000"']) {
      const deep = `{"event":"call_ended","call":{"call_id":"call_1","${name}":{"x":${nested(depth)}${besides}}}}`;
      expect(() => readWebhookEvent(Buffer.from(deep))).not.toThrow();
    }
  });
});

test("parsed JSON holds no text that Postgres cannot, in names or values, and is otherwise as written", () => {
  fc.assert(
    fc.property(oddValue, (value) => {
      const json = JSON.stringify(value);
      const parsed = parseStorableJson(json);
      for (const text of everyText(parsed)) {
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toContain(NUL);
      }
      const plain: unknown = JSON.parse(json);
      if (everyText(plain).every((text) => text.isWellFormed() && !text.includes(NUL)))
        expect(parsed).toEqual(plain);
    }),
    many,
  );
});

test("what is no JSON is refused as JSON.parse refuses it", () => {
  for (const text of ["", "{", "nope", '"\\u00"', `"${NUL}"`, '{"a":"\\u0000"'])
    expect(() => parseStorableJson(text)).toThrow(SyntaxError);
});
