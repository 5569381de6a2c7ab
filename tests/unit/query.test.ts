import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  readQuery,
  removeTerm,
  setField,
  type Term,
  termsOf,
  toggleValue,
  type Value,
  writeQuery,
} from "#query";

/** Terms without their places. */
const bare = (text: string): Term[] =>
  readQuery(text).terms.map(({ negated, field, values }) => ({ negated, field, values }));
const is = (text: string): Value => ({ kind: "is", text });

// Letters that mean something to the grammar come more often than among all letters.
const texts = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'"\\:,.-<>= \tab'),
    fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
  ),
  maxLength: 8,
});
const values: fc.Arbitrary<Value> = fc.oneof(
  fc.record({ kind: fc.constant("is" as const), text: texts }),
  fc.record({
    kind: fc.constant("compare" as const),
    comparison: fc.constantFrom(">=" as const, "<=" as const, ">" as const, "<" as const),
    text: texts,
  }),
  fc.record({
    kind: fc.constant("range" as const),
    first: fc.option(texts),
    last: fc.option(texts),
  }),
);
const terms: fc.Arbitrary<Term> = fc.oneof(
  fc.record({ negated: fc.boolean(), field: texts, values: fc.array(values, { maxLength: 3 }) }),
  fc.record({
    negated: fc.boolean(),
    field: fc.constant(null),
    values: fc.array(values, { minLength: 1, maxLength: 3 }),
  }),
);
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(...'"\\:,.-<>= ab') }),
);
const RUNS = { numRuns: 2000 };

test("a search is terms, of which each has a field, alternatives, comparisons and ranges", () => {
  expect(bare('status:failed,completed -agent:"North side" duration:>2m cost:0.1..0.5 213')).toEqual([
    { negated: false, field: "status", values: [is("failed"), is("completed")] },
    { negated: true, field: "agent", values: [is("North side")] },
    { negated: false, field: "duration", values: [{ kind: "compare", comparison: ">", text: "2m" }] },
    { negated: false, field: "cost", values: [{ kind: "range", first: "0.1", last: "0.5" }] },
    { negated: false, field: null, values: [is("213")] },
  ]);
  expect(bare('var."clinic name":"say \\"ah\\"" started:2026-11-01.. by:')).toEqual([
    { negated: false, field: "var.clinic name", values: [is('say "ah"')] },
    { negated: false, field: "started", values: [{ kind: "range", first: "2026-11-01", last: null }] },
    { negated: false, field: "by", values: [] },
  ]);
});

test("every part knows where it stands", () => {
  const text = '  -status:failed,"in progress"  x';
  const [first, second] = readQuery(text).terms;
  const at = ({ from, to }: { from: number; to: number }) => text.slice(from, to);
  expect(first && at(first.span)).toBe('-status:failed,"in progress"');
  expect(first?.fieldSpan && at(first.fieldSpan)).toBe("status");
  expect(first?.valueSpans.map(at)).toEqual(["failed", '"in progress"']);
  expect(second && at(second.span)).toBe("x");
});

test("a quotation that is never closed is told, and holds all after it", () => {
  expect(readQuery('agent:"North status:failed')).toMatchObject({
    terms: [{ field: "agent", values: [is("North status:failed")] }],
    unclosedAt: 6,
  });
  expect(readQuery('"a" b').unclosedAt).toBeNull();
});

test("what is written is read as the same terms", () => {
  fc.assert(
    fc.property(fc.array(terms, { maxLength: 4 }), (some) => {
      expect(bare(writeQuery(some))).toEqual(some);
    }),
    RUNS,
  );
});

test("whatever is typed, reading it never fails, and the spans lie in order within it", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let at = 0;
      for (const { span, valueSpans } of readQuery(text).terms) {
        expect(span.from).toBeGreaterThanOrEqual(at);
        for (const value of valueSpans) expect(value.from).toBeGreaterThanOrEqual(span.from);
        expect(span.to).toBeGreaterThan(span.from);
        at = span.to;
      }
      expect(at).toBeLessThanOrEqual(text.length);
      expect(text.replaceAll(/\s/g, "") === "").toBe(readQuery(text).terms.length === 0);
    }),
    RUNS,
  );
});

describe("editing", () => {
  test.each([
    ["", ["failed"], "status:failed"],
    ["agent:x", ["failed", "completed"], "agent:x status:failed,completed"],
    ["agent:x   status:failed  number:213", ["ringing"], "agent:x   status:ringing  number:213"],
    ["status:failed agent:x status:completed", ["ringing"], "status:ringing agent:x"],
    ["a  status:failed   b", [], "a  b"],
    ["-status:failed", ["ringing"], "-status:failed status:ringing"],
    ["state:failed", ["ringing"], "state:ringing"],
    ['agent:"never closed', ["failed"], 'agent:"never closed" status:failed'],
  ])("%s with the statuses %j", (text, statuses, expected) => {
    expect(setField(text, ["status", "state"], statuses.map(is))).toBe(expected);
  });

  test.each([
    ["", "status:failed"],
    ["agent:x", "agent:x status:failed"],
    ["status:completed agent:x", "status:completed,failed agent:x"],
    ["status:completed,failed agent:x", "status:completed agent:x"],
    ["status:failed agent:x", "agent:x"],
    ["status: agent:x", "status:failed agent:x"],
  ])("%s with “failed” toggled", (text, expected) => {
    expect(toggleValue(text, ["status"], "failed")).toBe(expected);
  });

  test("changes the field it is about and leaves the rest as typed", () => {
    fc.assert(
      fc.property(anyText, fc.array(texts, { maxLength: 3 }), (text, wanted) => {
        const others = (of: string) => bare(of).filter(({ field, negated }) => field !== "a" || negated);
        const changed = setField(text, ["a"], wanted.map(is));
        expect(termsOf(changed, ["a"]).flatMap((term) => term.values)).toEqual(wanted.map(is));
        expect(others(changed)).toEqual(others(text));
      }),
      RUNS,
    );
  });

  test("toggling twice asks for what was asked for before", () => {
    fc.assert(
      fc.property(anyText, texts, (text, value) => {
        const asked = (of: string) => termsOf(of, ["a"]).flatMap((term) => term.values);
        const isAsked = asked(text).some((one) => one.kind === "is" && one.text === value);
        const once = toggleValue(text, ["a"], value);
        expect(asked(once).some((one) => one.kind === "is" && one.text === value)).toBe(!isAsked);
        if (!isAsked) expect(asked(toggleValue(once, ["a"], value))).toEqual(asked(text));
      }),
      RUNS,
    );
  });

  test("taking a term away leaves the others", () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, pick) => {
        const { terms: placed } = readQuery(text);
        const index = pick % Math.max(placed.length, 1);
        const term = placed[index];
        if (term) expect(bare(removeTerm(text, term))).toEqual(bare(text).toSpliced(index, 1));
      }),
      RUNS,
    );
  });
});
