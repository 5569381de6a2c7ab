import { expect, test } from "vitest";
import type { Agent } from "#domain/agents";
import type { Callee, CalleeCall, SentCall } from "#domain/calls";
import {
  callLately,
  hourWarning,
  localWords,
  reasonsToAsk,
  timesAt,
} from "../../src/app/dashboard/calls/send/_parts/callee-warnings.ts";
import { firstChoices } from "../../src/app/dashboard/calls/send/_parts/first-choices.ts";
import { pastedVariables } from "../../src/app/dashboard/calls/send/_parts/pasted-variables.ts";
import { matchingCallees, recentSets } from "../../src/app/dashboard/calls/send/_parts/recent-calls.ts";
import { formatTyped, readNumber } from "../../src/app/dashboard/calls/send/_parts/typed-number.ts";
import {
  draftForAgent,
  draftOf,
  isUnused,
  unsetVariables,
  variablesOf,
  withVariables,
} from "../../src/app/dashboard/calls/send/_parts/variable-draft.ts";
import { placeWords, spokenParts } from "../../src/app/dashboard/calls/send/_parts/variable-places.ts";

const agent: Agent = {
  agentId: "agent_1",
  name: "Reminder",
  channel: "voice",
  language: "en-US",
  beginMessage: "Hi {{customer_name}}, it is {{current_time}} at {{ clinic_name }}.",
  promptVariables: ["customer_name", "clinic_name", "reason"],
  variablePlaces: {
    customer_name: ["general_prompt", "begin_message"],
    reason: ["general_prompt", "x_part"],
  },
  hasKnownPrompts: true,
  defaultVariables: { clinic_name: "North" },
  webhookUrl: null,
  webhookEvents: null,
};

const pasted = (text: string, known?: string[]) => {
  const found = pastedVariables(text, known);
  return found && Object.fromEntries(found);
};

test.each<[string, string, Record<string, string>]>([
  [
    "a JSON object",
    '{"name": "Zoë", "age": 7, "vip": true, "none": null}',
    { name: "Zoë", age: "7", vip: "true" },
  ],
  ["the body of a request", '{"phoneNumber": "+1", "variables": {"name": "Zoë"}}', { name: "Zoë" }],
  ["Retell's own", '{"retell_llm_dynamic_variables": {"a": {"b": 1}}}', { a: '{"b":1}' }],
  [
    "lines of name=value",
    'name = "Zoë Roe"\r\n\nurl=https://x/?a=b\nempty=',
    { name: "Zoë Roe", url: "https://x/?a=b", empty: "" },
  ],
  [
    "names above values",
    'name\tnote\nZoë\t"two\nlines, ""quoted"""',
    { name: "Zoë", note: 'two\nlines, "quoted"' },
  ],
  ["names above values of Windows", "name\tcity\r\nZoë\tBonn\r\n", { name: "Zoë", city: "Bonn" }],
  [
    "a name and a value in each row",
    "name\tZoë\ncity\tBonn\nnote\t",
    { name: "Zoë", city: "Bonn", note: "" },
  ],
])("variables are taken from %s", (_what, text, values) => {
  expect(pasted(text)).toEqual(values);
});

test.each([
  "John Doe",
  "a=b",
  "Two lines\nof a value",
  "The sum: 1 + 1 = 2\nand so on = that",
  "{{customer_name}}",
  "{not json}",
  '["a", "b"]',
  "{}",
  "a\tb",
  "{{a}}\tb\n1\t2",
  "1\t2\n3\t4\t5\n6",
  "",
])("a value stays a value: %j", (text) => {
  expect(pasted(text)).toBeNull();
});

test("of two rows with two cells the names that the agent knows tell which way they run", () => {
  const text = "name\tZoë\ncity\tBonn";
  expect(pasted(text, ["name", "city"])).toEqual({ name: "Zoë", city: "Bonn" });
  expect(pasted(text)).toEqual({ name: "city", Zoë: "Bonn" });
});

test("a variable called like a part of every object is one like any other", () => {
  expect([...(pastedVariables('{"__proto__": "x", "constructor": "y"}') ?? [])]).toEqual([
    ["__proto__", "x"],
    ["constructor", "y"],
  ]);
});

test("pasted values take the place of those of their names, and leave the others", () => {
  const draft = draftForAgent(
    draftOf({ customer_name: "Old", reason: "Kept", other: "Old too", free: "Kept too" }),
    agent,
  );
  const next = withVariables(
    draft,
    new Map([
      ["customer_name", "New"],
      ["other", "New too"],
    ]),
    agent,
  );
  expect(variablesOf(next)).toEqual({
    reason: "Kept",
    customer_name: "New",
    free: "Kept too",
    other: "New too",
  });
  expect(new Set(next.extra.map(({ key }) => key)).size).toBe(next.extra.length);
});

test("what is unset has neither value nor default, and what is unused is known only where prompts are", () => {
  expect(unsetVariables(draftOf({}), agent)).toEqual(["customer_name", "reason"]);
  expect(["reason", "nick", ""].map((name) => isUnused(name, agent))).toEqual([false, true, false]);
  expect(isUnused("nick", { ...agent, hasKnownPrompts: false })).toBe(false);
  expect(isUnused("nick", null)).toBe(false);
});

test("of each variable it is said where it is used, in the agent's opening line first", () => {
  expect(placeWords(agent, "customer_name")).toEqual(["opening line", "prompt"]);
  expect(placeWords(agent, "clinic_name")).toEqual(["opening line"]);
  expect(placeWords(agent, "reason")).toEqual(["prompt", "x part"]);
  expect(placeWords(agent, "constructor")).toEqual([]);
});

test("the opening line shows what is filled in, what is missing, and what Retell will say", () => {
  const parts = spokenParts(agent, agent.beginMessage ?? "", { customer_name: "" });
  expect(parts.map(({ text, state }) => [text, state])).toEqual([
    ["Hi ", "said"],
    ["{{customer_name}}", "unset"],
    [", it is ", "said"],
    ["{{current_time}}", "by_retell"],
    [" at ", "said"],
    ["North", "filled"],
    [".", "said"],
  ]);
});

const sent = (phoneNumber: string, besides: Partial<SentCall> = {}): SentCall => ({
  ...{ callId: crypto.randomUUID(), phoneNumber, name: null, agentId: "agent_1", agentName: "Reminder" },
  ...{ fromNumber: null, variables: {}, placedAt: "2026-06-01T12:00:00.000Z", ...besides },
});
const calls = [
  sent("+12137774445", { name: "Zoë Roe", variables: { a: "1", b: "2" } }),
  sent("+447911123456", { name: "Bo", variables: { b: "2", a: "1" } }),
  sent("+12137774445", { name: "Older", variables: { a: "3" } }),
];

test.each([
  ["", ["Zoë Roe", "Bo"]],
  ["zoë", ["Zoë Roe"]],
  ["+1 213", ["Zoë Roe"]],
  ["0044 79", ["Bo"]],
  ["777 44", ["Zoë Roe"]],
  ["older", ["Older"]],
  ["nobody", []],
])("people called lately are found by what is typed: “%s”", (typed, names) => {
  expect(matchingCallees(calls, typed).map(({ name }) => name)).toEqual(names);
});

test("variables that were sent are offered once, in whatever order their names stood", () => {
  expect(recentSets([...calls, sent("+1")]).map(({ name }) => name)).toEqual(["Zoë Roe", "Older"]);
});

test("a name stays as it is typed, and words around a pasted number fall away", () => {
  expect(formatTyped("", "Zoë R", 5, "US")).toEqual({ text: "Zoë R", caret: 5 });
  expect(formatTyped("", "tel:+1-213-777-4445", 19, "US").text).toBe("+1 213 777 4445");
  expect(readNumber("Zoë R", "US").e164).toBeNull();
});

test("in place of an agent that is no longer there nobody speaks", () => {
  const before = {
    callId: "1",
    phoneNumber: "+1",
    agentId: "gone",
    agentName: null,
    fromNumber: null,
    variables: {},
  };
  const defaults = { defaultAgentId: "agent_1", defaultFromNumber: null };
  expect(firstChoices([agent], [], defaults, before).firstAgentId).toBeNull();
  expect(firstChoices([agent], [], defaults, { ...before, agentId: null }).firstAgentId).toBe("agent_1");
});

const NIGHT = Date.parse("2026-11-24T06:30:00Z");
const over: CalleeCall = {
  ...{ id: "1", status: "completed", dialState: "accepted", placedAt: "2026-11-24T06:10:00Z", endedAt: null },
  ...{
    durationMs: null,
    agentName: null,
    disconnectionLabel: null,
    failureMessage: null,
    needsDecision: false,
  },
  requestedBy: "Ann",
};
const callee: Callee = {
  ...{
    phoneNumber: "+12137774445",
    country: "US",
    callingHours: { from: "08:00", to: "21:00" },
    underWay: [],
  },
  localTimes: [
    ...[{ timeZone: "America/Los_Angeles", time: "22:30", offsetMinutes: -480, isWithinHours: false }],
    ...[{ timeZone: "Asia/Kolkata", time: "12:00", offsetMinutes: 330, isWithinHours: true }],
  ].map((time) => ({
    ...time,
    changesAt: time.isWithinHours ? "2026-11-24T15:30:00Z" : "2026-11-24T16:00:00Z",
  })),
  isWithinHours: false,
  lately: [over],
};

test("the strictest of several times counts, as it is at that moment", () => {
  expect(hourWarning(callee, NIGHT)).toBe(
    "It is between 22:30 (Los Angeles) and 12:00 (Kolkata) there, so it may be outside calling hours (08:00–21:00).",
  );
  const oneZone = { ...callee, localTimes: callee.localTimes.slice(0, 1) };
  expect(hourWarning(oneZone, NIGHT)).toBe(
    "It is 22:30 in Los Angeles, outside calling hours (08:00–21:00).",
  );
  expect(hourWarning(oneZone, Date.parse("2026-11-24T15:59:59Z"))).toMatch(/07:59/);
  expect(hourWarning(oneZone, Date.parse("2026-11-24T16:00:00Z"))).toBeNull();
  expect(hourWarning({ ...callee, localTimes: [] }, NIGHT)).toBeNull();
  expect(localWords(timesAt(oneZone.localTimes, NIGHT + 91 * 60_000))).toBe("00:01 in Los Angeles");
});

test("a call is told as made lately for half an hour", () => {
  expect(callLately(callee, NIGHT)).toBe(over);
  expect(callLately(callee, NIGHT + 10 * 60_000)).toBeNull();
  expect(callLately({ ...callee, lately: [] }, NIGHT)).toBeNull();
});

test("it is asked once more outside the hours and while a call is under way, not for one that is over", () => {
  const day = { ...callee, localTimes: [] };
  expect(reasonsToAsk(day, NIGHT)).toEqual([]);
  const underWay: CalleeCall[] = [
    { ...over, status: "initiated", dialState: "queued" },
    { ...over, status: "ringing", requestedBy: null },
    { ...over, status: "initiated", dialState: "unconfirmed" },
  ];
  expect(reasonsToAsk({ ...day, underWay }, NIGHT)).toEqual([
    "A call to this number waits to be dialled, sent by Ann.",
    "A call to this number rings.",
    "A call to this number may ring, as nobody knows yet whether it was placed, sent by Ann.",
  ]);
  expect(reasonsToAsk(callee, NIGHT)).toHaveLength(1);
});
