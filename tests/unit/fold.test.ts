import fc from "fast-check";
import { expect, test } from "vitest";
import {
  callFrom,
  type FoldedCall,
  fieldNames,
  fold,
  merge,
  type Observation,
  statusOf,
  unknownCall,
} from "../../src/domain/calls/fold.ts";
import { observations, retold } from "./arbitrary-calls.ts";

// The same draws every time: a failure is found again by running again.
fc.configureGlobal({ seed: 20_260_601 });

const many = { numRuns: 500 };
const foldAll = (told: readonly Observation[], from = unknownCall()) => told.reduce(fold, from);

/** As the database keeps it: without the order of keys, and without a sign on nought. */
function expectSame(one: FoldedCall, other: FoldedCall): void {
  expect(JSON.parse(JSON.stringify(one))).toEqual(JSON.parse(JSON.stringify(other)));
  expect(statusOf(one)).toBe(statusOf(other));
}

test("whatever is told of a call, in any order and any number of times, gives the same call", () => {
  fc.assert(
    fc.property(retold, ({ told, again }) => expectSame(foldAll(told), foldAll(again))),
    many,
  );
});

test("hearing the same again teaches nothing", () => {
  fc.assert(
    fc.property(fc.array(observations, { maxLength: 4 }), observations, (told, last) => {
      const once = fold(foldAll(told), last);
      expectSame(fold(once, last), once);
      expectSame(merge(once, once), once);
    }),
    many,
  );
});

test("what two sources know may be put together in either order", () => {
  const known = fc.array(observations, { maxLength: 4 }).map((told) => foldAll(told));
  fc.assert(
    fc.property(known, known, (one, other) => expectSame(merge(one, other), merge(other, one))),
    many,
  );
});

test("what three sources know may be put together in any grouping", () => {
  const known = fc.array(observations, { maxLength: 3 }).map((told) => foldAll(told));
  fc.assert(
    fc.property(known, known, known, (one, two, three) =>
      expectSame(merge(merge(one, two), three), merge(one, merge(two, three))),
    ),
    many,
  );
});

test("the phase never goes back", () => {
  fc.assert(
    fc.property(fc.array(observations), observations, (told, next) => {
      const before = foldAll(told);
      const after = fold(before, next);
      expect(after.phase).toBe(Math.max(before.phase, next.phase));
    }),
    many,
  );
});

test("of two values the later phase's stands, and an earlier phase fills only what is empty", () => {
  fc.assert(
    fc.property(observations, observations, (one, other) => {
      fc.pre(one.phase !== other.phase);
      const [earlier, later] = one.phase < other.phase ? [one, other] : [other, one];
      const folded = foldAll([one, other]);
      for (const name of fieldNames)
        expect(folded[name]).toEqual(callFrom(later)[name] ?? callFrom(earlier)[name]);
    }),
    many,
  );
});

test("nothing that is known is ever forgotten", () => {
  fc.assert(
    fc.property(fc.array(observations), observations, (told, next) => {
      const before = foldAll(told);
      const after = fold(before, next);
      for (const name of fieldNames) if (before[name] !== null) expect(after[name]).not.toBeNull();
    }),
    many,
  );
});

test("within a phase the cost never shrinks", () => {
  const priced = fc
    .tuple(
      observations,
      fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 5 }),
    )
    .map(([{ phase, call }, costs]) =>
      costs.map((costCents) => ({
        phase,
        call: { ...call, costCents, cost: { combined_cost: costCents } },
      })),
    );
  fc.assert(
    fc.property(priced, (told) => {
      const highest = Math.max(...told.map(({ call }) => call.costCents));
      const folded = foldAll(told);
      expect(folded.cost_cents).toBe(highest);
      expect(folded.cost).toEqual({ combined_cost: highest });
    }),
    many,
  );
});

test("the status of a call that we placed only ever moves forward", () => {
  const rank = { initiated: 0, ringing: 1, in_progress: 2, completed: 3, failed: 3, cancelled: 3 };
  fc.assert(
    fc.property(fc.array(observations, { maxLength: 8 }), fc.boolean(), (told, stopRequested) => {
      let call: FoldedCall = { ...unknownCall(), dial_state: "queued", stop_requested: stopRequested };
      let status = statusOf(call);
      for (const next of told) {
        call = { ...fold(call, next), dial_state: "accepted" };
        expect(rank[statusOf(call)]).toBeGreaterThanOrEqual(rank[status]);
        status = statusOf(call);
      }
    }),
    many,
  );
});
