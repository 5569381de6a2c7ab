import { expect, test } from "vitest";
import { timelineOf } from "../../src/app/dashboard/calls/[callId]/_parts/timeline/timeline.ts";
import {
  placeWords,
  spokenText,
  wordAt,
} from "../../src/app/dashboard/calls/[callId]/_parts/timeline/word-places.ts";
import type { Call } from "../../src/domain/calls/index.ts";

type Entry = Call["transcript"][number];

const said = (role: string, content: string, start: number, end: number): Entry => ({
  role,
  content,
  words: [{ word: content, start, end }],
  extra: {},
});
const happened = (role: string, extra: Record<string, unknown>, content: string | null = null): Entry => ({
  role,
  content,
  words: [],
  extra,
});
const callOf = (transcript: Entry[], besides: Partial<Call> = {}): Call =>
  ({ transcript, extra: {}, startedAt: "2026-11-24T10:00:00.000Z", ...besides }) as Call;

test("a tool's result stands with its call, however much was said in between", () => {
  const items = timelineOf(
    callOf([
      said("agent", "One moment.", 0, 2),
      happened("tool_call_invocation", { tool_call_id: "a", name: "book", arguments: '{"day":"Monday"}' }),
      happened("tool_call_invocation", { tool_call_id: "b", name: "look_up", arguments: "{}" }),
      said("user", "Sure.", 3, 4),
      happened("tool_call_result", { tool_call_id: "b", successful: false }, "no such customer"),
      happened("tool_call_result", { tool_call_id: "a" }, '{"booked":true}'),
    ]),
    [],
  );
  expect(items.map((item) => (item.kind === "speech" ? item.entry.content : item.title))).toEqual([
    "One moment.",
    "book",
    "look_up",
    "Sure.",
  ]);
  expect(items[1]).toMatchObject({
    kind: "tool",
    failed: false,
    at: 2,
    isExact: false,
    parts: [
      { name: "Arguments", text: '{\n  "day": "Monday"\n}' },
      { name: "Result", text: '{\n  "booked": true\n}' },
    ],
  });
  expect(items[2]).toMatchObject({ failed: true, parts: [{ name: "Result", text: "no such customer" }] });
});

test("a result whose call is not there, and one that came twice, are shown by themselves", () => {
  const items = timelineOf(
    callOf([
      happened("tool_call_result", { tool_call_id: "lost" }, "late"),
      happened("tool_call_invocation", { tool_call_id: "a", name: "book" }),
      happened("tool_call_result", { tool_call_id: "a" }, "first"),
      happened("tool_call_result", { tool_call_id: "a" }, "second"),
    ]),
    [],
  );
  expect(items).toHaveLength(3);
  expect(items.at(-1)).toMatchObject({ title: "A tool answered", parts: [{ text: "second" }] });
});

test("how long a tool took is told only where Retell says it", () => {
  const tool = happened("tool_call_invocation", { tool_call_id: "a", name: "book" });
  const tookOf = (call: Call) => {
    const [first] = timelineOf(call, []);
    return first?.kind === "speech" ? undefined : first?.tookMs;
  };
  expect(tookOf(callOf([tool]))).toBeNull();
  expect(
    tookOf(callOf([tool], { extra: { tool_calls: [{ tool_call_id: "a", latency_ms: 320 }, null, 7] } })),
  ).toBe(320);
  expect(
    tookOf(
      callOf([
        happened("tool_call_invocation", { tool_call_id: "a", name: "book", time_sec: 4 }),
        happened("tool_call_result", { tool_call_id: "a", time_sec: 4.5 }, "done"),
      ]),
    ),
  ).toBe(500);
});

test("keys, nodes, texts and what nobody has seen yet keep their place, with the time that is known", () => {
  const items = timelineOf(
    callOf([
      happened("node_transition", { new_node_name: "Greeting" }),
      said("agent", "Press one.", 1, 2.5),
      happened("dtmf", { digit: "1" }),
      happened("injected", { time_sec: 7 }, "They are in a hurry."),
      happened("moon_phase", { phase: "full" }),
    ]),
    [],
  );
  expect(items.map((item) => [item.kind, item.at])).toEqual([
    ["node", null],
    ["speech", 1],
    ["key", 2.5],
    ["context", 7],
    ["other", 2.5],
  ]);
  expect(items.at(-1)).toMatchObject({ title: "Moon phase", parts: [{ text: '{\n  "phase": "full"\n}' }] });
});

test("the steps of a transfer stand where they came, before what was said later", () => {
  const items = timelineOf(
    callOf([said("agent", "I connect you.", 0, 3), said("transfer_target", "Desk.", 9, 10)]),
    [
      { event: "transfer_started", at: "2026-11-24T10:00:04.000Z", destination: "+14155550100" },
      { event: "transfer_ended", at: "2026-11-24T10:01:00.000Z", destination: null },
    ],
  );
  expect(items.map((item) => (item.kind === "speech" ? item.entry.content : item.title))).toEqual([
    "I connect you.",
    "Transfer began: +1 415 555 0100",
    "Desk.",
    "The transferred part ended",
  ]);
});

test("words are found in the text as it stands, so that marking one moves no letter", () => {
  const words = [
    { word: "你", start: 0, end: 1 },
    { word: "好,", start: 1, end: 2 },
    { word: " <b>world</b> ", start: 2, end: 3 },
  ];
  const entry = { role: "user", content: "你好,  <b>world</b>", words, extra: {} };
  const placed = placeWords(entry);
  expect(placed?.words.map(({ gap, text }) => gap + text).join("")).toBe(entry.content);
  expect(placeWords({ ...entry, content: "Something else" })).toBeNull();
  expect(placeWords({ ...entry, content: `${entry.content} and more` })).toBeNull();
  expect(spokenText({ ...entry, content: null })).toBe("你 好, <b>world</b>");
});

test("the word of a moment is the last that has begun, and none outside of its line", () => {
  const words = [
    { start: 1, end: 1.5 },
    { start: 2, end: 3 },
  ];
  expect([0, 0.5, 1, 1.7, 2.5, 3, 3.1].map((at) => wordAt(words, at))).toEqual([-1, -1, 0, 0, 1, 1, -1]);
});
