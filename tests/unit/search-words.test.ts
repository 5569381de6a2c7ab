import { describe, expect, test } from "vitest";
import { setField, termsOf } from "#query";
import {
  choicesLike,
  completingAt,
  fieldCompletions,
  findSearchField,
  nameCompletions,
  valueCompletions,
} from "../../src/app/dashboard/calls/_search/completion.ts";
import { readPanel, writePanel } from "../../src/app/dashboard/calls/_search/panel-values.ts";
import { readDollars, readDuration, readStretch } from "../../src/domain/calls/search/amounts.ts";
import { readDays } from "../../src/domain/calls/search/days.ts";
import { searchFields } from "../../src/domain/calls/search/fields.ts";
import { nearWord } from "../../src/domain/calls/search/near-word.ts";
import { searchFromFilters } from "../../src/domain/calls/search/search-from-filters.ts";

/** The first value of a text as a search has it. */
function valueIn(text: string) {
  const [value] = termsOf(`x:${text}`, ["x"]).flatMap(({ values }) => values);
  if (value === undefined) throw new Error("no value");
  return value;
}

test.each([
  ["90s", { from: 90_000, before: 91_000 }],
  ["2m", { from: 120_000, before: 180_000 }],
  ["1m30s", { from: 90_000, before: 91_000 }],
  ["1:30", { from: 90_000, before: 91_000 }],
  ["1:00:01", { from: 3_601_000, before: 3_602_000 }],
  ["45", { from: 45_000, before: 46_000 }],
  [">2m", { from: 120_001, before: null }],
  [">=2m", { from: 120_000, before: null }],
  ["<2m", { from: null, before: 120_000 }],
  ["<=1h", { from: null, before: 3_600_001 }],
  ["1m30s..5m", { from: 90_000, before: 300_001 }],
  ["..5m", { from: null, before: 300_001 }],
  ["soon", { unreadable: "soon" }],
  ["1m..soon", { unreadable: "soon" }],
  ["2m3", { from: 123_000, before: 124_000 }],
  ["m", { unreadable: "m" }],
  ["99999999999999999999h", { unreadable: "99999999999999999999h" }],
])("a duration of %s", (text, stretch) => {
  expect(readStretch(valueIn(text), readDuration, 0)).toEqual(stretch);
});

test.each([
  ["0.12", { from: 115_000, before: 125_000 }],
  ["$1", { from: 995_000, before: 1_005_000 }],
  ["0.0055", { from: 5_450, before: 5_550 }],
  [">0.10", { from: 100_001, before: null }],
  ["<=.5", { from: null, before: 500_001 }],
  ["0.10..0.25", { from: 100_000, before: 250_001 }],
  ["cheap", { unreadable: "cheap" }],
  ["1,5", { from: 995_000, before: 1_005_000 }],
  ["1e3", { unreadable: "1e3" }],
])("a cost of %s", (text, stretch) => {
  expect(readStretch(valueIn(text), readDollars, 0.5)).toEqual(stretch);
});

describe("days are those of the viewer's zone", () => {
  const today = { now: new Date("2026-11-05T03:30:00Z"), zone: "America/New_York" };
  test.each([
    // There it is still the fourth, and daylight saving ended on the first.
    ["today", "2026-11-04T05:00:00.000Z", "2026-11-05T05:00:00.000Z"],
    ["yesterday", "2026-11-03T05:00:00.000Z", "2026-11-04T05:00:00.000Z"],
    ["7d", "2026-10-29T04:00:00.000Z", null],
    ["1d", "2026-11-04T05:00:00.000Z", null],
    ["2w", "2026-10-22T04:00:00.000Z", null],
    ["24h", "2026-11-04T03:30:00.000Z", null],
    ["2026-10-31", "2026-10-31T04:00:00.000Z", "2026-11-01T04:00:00.000Z"],
    ["2026-02", "2026-02-01T05:00:00.000Z", "2026-03-01T05:00:00.000Z"],
    ["2026-10-01..2026-10-02", "2026-10-01T04:00:00.000Z", "2026-10-03T04:00:00.000Z"],
    ["2026-10..today", "2026-10-01T04:00:00.000Z", "2026-11-05T05:00:00.000Z"],
    ["2026-10-01..", "2026-10-01T04:00:00.000Z", null],
    [">2026-10-01", "2026-10-02T04:00:00.000Z", null],
    [">=2026-10-01", "2026-10-01T04:00:00.000Z", null],
    ["<2026-10-01", null, "2026-10-01T04:00:00.000Z"],
    ["<=yesterday", null, "2026-11-04T05:00:00.000Z"],
  ])("%s", (text, from, before) => {
    const stretch = readDays(valueIn(text), today);
    expect(JSON.parse(JSON.stringify(stretch))).toEqual({ from, before });
  });

  test.each(["soon", "2026-02-30", "0d", "999999d", ">7d", "2026-13", "7d..today"])("%s is none", (text) => {
    expect(readDays(valueIn(text), today)).toHaveProperty("unreadable");
  });

  test("a range that ends before it begins is told", () => {
    expect(readDays(valueIn("2026-10-02..2026-10-01"), today)).toEqual({ reversed: true });
  });
});

test.each([
  ["statsu", "status"],
  ["agnet", "agent"],
  ["dur", "duration"],
  ["sentimnt", "sentiment"],
  ["xyz", null],
  ["", null],
])("near “%s” is %s", (typed, near) => {
  const names = ["status", "agent", "duration", "sentiment", "cost"];
  expect(nearWord(typed, names)).toBe(near);
});

test.each([
  ["status=failed&status=completed,ringing", "status:failed,completed,ringing"],
  ["number=(213)+777&zone=UTC", 'number:"(213) 777"'],
  ["from=2026-11-01&to=2026-11-02&zone=UTC", "started:2026-11-01..2026-11-02"],
  ["from=2026-11-01&to=2026-11-01", "started:2026-11-01"],
  ["from=2026-11-01", "started:>=2026-11-01"],
  ["to=soon", "started:<=soon"],
  ["variable=customer name=John Doe&variable=a=b=c", 'var."customer name":"John Doe" var.a:b=c'],
  ["agent=a&agent=b&direction=inbound&decision=needed", "direction:inbound agent:a,b decision:needed"],
  ["status=", ""],
  ["q=status:failed&zone=UTC&cols=status", null],
  ["", null],
])("an old address with %s searches for %s", (query, search) => {
  expect(searchFromFilters(new URLSearchParams(query))).toBe(search);
});

describe("completion knows what is being written", () => {
  const at = (marked: string) => completingAt(marked.replace("|", ""), marked.indexOf("|"), searchFields);
  test.each([
    ["|", { field: null, nameOf: null, begins: "", replaces: { from: 0, to: 0 } }],
    ["st|", { field: null, begins: "st", replaces: { from: 0, to: 2 } }],
    ["-ag|e", { field: null, begins: "ag", replaces: { from: 1, to: 4 } }],
    ["stat|us:failed", { field: null, begins: "stat", replaces: { from: 0, to: 6 } }],
    ["status:|", { field: "status", begins: "", replaces: { from: 7, to: 7 } }],
    ["status:failed,co| x", { field: "status", begins: "co", replaces: { from: 14, to: 16 } }],
    ['agent:"North s|', { field: "agent", begins: "North s", replaces: { from: 6, to: 14 } }],
    ["var.cl|", { field: null, nameOf: "var.", begins: "cl", replaces: { from: 0, to: 6 } }],
    ["var.clinic:No|", { field: "var.clinic", begins: "No", replaces: { from: 11, to: 13 } }],
    ["status:failed |", { field: null, begins: "", replaces: { from: 14, to: 14 } }],
  ])("%s", (marked, expected) => {
    expect(at(marked)).toMatchObject(expected);
  });

  test("a field's name brings its colon, and goes on", () => {
    const [first] = fieldCompletions("-sta b", at("-sta| b"), searchFields);
    expect(first).toMatchObject({ text: "-status: b", caret: 8, leadsOn: true });
    const [kept] = fieldCompletions("stat:failed", at("stat|:failed"), searchFields);
    expect(kept).toMatchObject({ text: "status:failed", caret: 6 });
  });

  test("names and values are quoted where they must be", () => {
    const name = { value: "clinic name", label: "" };
    expect(nameCompletions("var.c", at("var.c|"), [name])[0]?.text).toBe('var."clinic name":');
    const value = { value: "North, side", label: "" };
    const open = { isSeen: true, isClosed: false };
    expect(valueCompletions("agent:N x", at("agent:N| x"), [value], open)[0]?.text).toBe(
      'agent:"North, side" x',
    );
    const range = { value: "1m..5m", label: "" };
    expect(
      valueCompletions("duration:", at("duration:|"), [range], { isSeen: false, isClosed: false })[0]?.text,
    ).toBe("duration:1m..5m");
  });

  test.each([
    ["status:fa|", "failed"],
    ["status:FA|", "failed"],
    ["-status:completed,can|", "cancelled"],
    ["outcome:y|", "yes"],
    ["voicemail:n|", "no"],
    // Whole already, though another begins so too; not at its end; no beginning; nothing yet.
    ["status:failed|", undefined],
    ["status:c|ancelled", undefined],
    ["status:ended|", undefined],
    ["status:|", undefined],
    // Means something as it stands.
    ["duration:<3|", undefined],
    ["started:2|", undefined],
    ["sta|", undefined],
  ])("Enter after %s takes %s", (marked, taken) => {
    const text = marked.replace("|", "");
    const writing = at(marked);
    const field = writing.field === null ? undefined : findSearchField(writing.field, searchFields);
    const offered = field
      ? valueCompletions(text, writing, choicesLike(field.choices, writing.begins), field)
      : fieldCompletions(text, writing, searchFields);
    expect(offered.find(({ isMeant }) => isMeant)?.shown).toBe(taken);
  });
});

describe("the panel edits the text", () => {
  test("shows what single fields can show", () => {
    expect(
      readPanel(
        'status:failed number:213 agent:"Front desk" placed:7d duration:1m..5m var.name:"John Doe" successful:no',
      ),
    ).toEqual({
      number: "213",
      direction: "",
      agent: "Front desk",
      outcome: "no",
      started: "7d",
      shortest: "1m",
      longest: "5m",
      variableName: "name",
      variableValue: "John Doe",
    });
  });

  test("changes what was changed in it, and leaves the rest as typed", () => {
    const text = "-status:failed   agent:a,b var.x:1 var.y:2";
    const before = readPanel(text);
    expect(writePanel(text, before, before)).toBe(text);
    expect(writePanel(text, before, { ...before, direction: "inbound", longest: "5m" })).toBe(
      `${text} direction:inbound duration:<=5m`,
    );
    expect(writePanel(text, before, { ...before, variableName: "z" })).toBe(
      "-status:failed   agent:a,b var.y:2 var.z:1",
    );
    expect(writePanel(text, before, { ...before, started: "today" })).toBe(
      setField(text, ["started"], [{ kind: "is", text: "today" }]),
    );
  });
});

test("of what is offered, values that begin with what is typed come before those whose words only hold it", () => {
  const statuses = searchFields.find(({ name }) => name === "status")?.choices ?? [];
  expect(choicesLike(statuses, "f").map(({ value }) => value)[0]).toBe("failed");
});
