import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { startOfDay, startOfDayAfter } from "../../src/domain/calls/calendar-day.ts";
import { demandFilters, filterNames, readCallFilters } from "../../src/domain/calls/call-filters.ts";

const read = (query: string) => readCallFilters(new URLSearchParams(query));

test("every filter is read", () => {
  const { filters, problems } = read(
    "status=failed&status=completed,ringing&direction=inbound&agent=a&agent=b&number=%2B1213&from=2026-11-01&to=2026-11-02&zone=Europe/Berlin&variable=name=Zo%C3%AB=x&variable=empty=&decision=needed",
  );
  expect(problems).toEqual({});
  expect(filters.conditions).toEqual([
    { kind: "words", column: "status", words: ["failed", "completed", "ringing"] },
    { kind: "words", column: "direction", words: ["inbound"] },
    { kind: "words", column: "agent_id", words: ["a", "b"] },
    { kind: "begins", columns: ["to_number", "from_number"], beginnings: ["+1213"] },
    {
      kind: "placed",
      stretches: [{ from: new Date("2026-10-31T23:00:00Z"), before: new Date("2026-11-02T23:00:00Z") }],
    },
    { kind: "variable", name: "name", values: ["Zoë=x"], isCommon: false },
    { kind: "variable", name: "empty", values: [""], isCommon: false },
    { kind: "undecided" },
  ]);
});

test("nothing given wants everything", () => {
  expect(read("status=&number=").problems).toEqual({});
  expect(demandFilters(read("status=&number=&agent=&from="))).toEqual({ conditions: [] });
  expect(demandFilters(read(""))).toEqual({ conditions: [] });
});

test.each([
  ["status=asleep", "status", "There is no status “asleep”."],
  ["direction=sideways", "direction", "“sideways” is no direction."],
  ["direction=inbound&direction=outbound", "direction", "“inbound”, “outbound” is no direction."],
  ["number=call%20me", "number", "“call me” is no beginning of a phone number."],
  ["number=%2B", "number", "is no beginning of a phone number."],
  ["number=1&number=2", "number", "is no beginning of a phone number."],
  ["from=yesterday", "from", "“yesterday” is no day. Write it like 2026-11-30."],
  ["from=2026-02-30", "from", "“2026-02-30” is no day."],
  ["to=9999-01-01", "to", "“9999-01-01” is no day."],
  ["from=2026-11-02&to=2026-11-01", "to", "The last day, 2026-11-01, comes before the first, 2026-11-02."],
  ["from=2026-11-02&zone=Mars/Olympus", "zone", "“Mars/Olympus” is no time zone."],
  ["zone=%2B02:00", "zone", "is no time zone."],
  ["variable=nothing", "variable", "“nothing” names no variable and value."],
  ["variable==value", "variable", "names no variable and value."],
  ["decision=mine", "decision", "“mine” says nothing about a decision."],
  ["agent=%00", "agent", "contains a character that no call can have"],
  [`agent=${"a".repeat(5001)}`, "agent", "too long"],
  ["colour=blue", "colour", "There is no filter “colour”."],
  ["__proto__=1", "__proto__", "There is no filter “__proto__”."],
])("%s is an error that says so", (query, name, words) => {
  const { problems } = read(query);
  expect(Object.keys(problems)).toEqual([name]);
  expect(problems[name]).toContain(words);
  expect(() => demandFilters(read(query))).toThrow(words);
});

test("a number may be typed in any usual way", () => {
  const beginnings = (typed: string) => {
    const [condition] = read(`number=${encodeURIComponent(typed)}`).filters.conditions;
    return condition?.kind === "begins" ? condition.beginnings : null;
  };
  expect(beginnings("+1 (213) 777")).toEqual(["+1213777"]);
  expect(beginnings("0044 20")).toEqual(["+4420"]);
  expect(beginnings("(213) 777-44")).toEqual(["+21377744", "+121377744"]);
  expect(beginnings("4420")).toEqual(["+4420", "+14420"]);
});

describe("a day", () => {
  test.each([
    ["2026-06-01", "UTC", "2026-06-01T00:00:00.000Z", "2026-06-02T00:00:00.000Z"],
    ["2026-06-01", "America/New_York", "2026-06-01T04:00:00.000Z", "2026-06-02T04:00:00.000Z"],
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
    ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"],
    ["2026-06-01", "Asia/Kolkata", "2026-05-31T18:30:00.000Z", "2026-06-01T18:30:00.000Z"],
    ["2026-06-01", "Pacific/Kiritimati", "2026-05-31T10:00:00.000Z", "2026-06-01T10:00:00.000Z"],
  ])("%s in %s begins and ends there", (day, zone, begins, ends) => {
    expect(startOfDay(day, zone).toISOString()).toBe(begins);
    expect(startOfDayAfter(day, zone).toISOString()).toBe(ends);
  });

  test("begins after the skipped hour where clocks skip midnight", () => {
    expect(startOfDay("2026-09-06", "America/Santiago").toISOString()).toBe("2026-09-06T04:00:00.000Z");
  });
});

test("whatever stands in an address, reading it never fails, and nothing unknown is passed over", () => {
  const names = fc.oneof(fc.constantFrom(...filterNames), fc.string({ maxLength: 12 }));
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.string({ maxLength: 20 })), { maxLength: 6 }), (pairs) => {
      const { problems } = readCallFilters(new URLSearchParams(pairs));
      for (const [name] of pairs)
        if (!(filterNames as readonly string[]).includes(name.toWellFormed()))
          expect(problems).toHaveProperty([name.toWellFormed()]);
    }),
    { numRuns: 500 },
  );
});
