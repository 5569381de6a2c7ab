import { describe, expect, test } from "vitest";
import type { CallListItem } from "#domain/calls";
import {
  type CallListState,
  callListOf,
  changeCallList,
} from "../../src/app/dashboard/calls/_parts/call-list-state.ts";
import { heightsOf } from "../../src/app/dashboard/calls/_parts/row-heights.ts";
import { shiftOf } from "../../src/app/dashboard/calls/_parts/use-anchored-scroll.ts";

type Facts = Partial<Pick<CallListItem, "durationMs" | "costCents" | "variables" | "status">>;
const call = (id: string, placedAt: string, facts: Facts = {}) =>
  ({ id, placedAt, durationMs: null, costCents: null, variables: {}, ...facts }) as CallListItem;
const [early, late, latest] = [
  call("a", "2026-01-31T10"),
  call("b", "2026-01-31T11"),
  call("c", "2026-01-31T12"),
];
const none: ReadonlySet<string> = new Set();
const ids = (calls: CallListItem[]) => calls.map(({ id }) => id);

function hear(
  state: CallListState,
  calls: CallListItem[],
  { matching = new Set(ids(calls)), gone = none, mayMove = false } = {},
): CallListState {
  return changeCallList(state, { kind: "heard", calls, matching, gone, mayMove });
}

test("a call that was asked for and is no more leaves the list, shown or waiting", () => {
  const first = callListOf({ calls: [late, early], nextCursor: null }, "-started");
  const waiting = hear(first, [latest]);
  expect(waiting.waiting).toEqual([latest]);
  const left = hear(waiting, [], { gone: new Set(["b", "c"]) });
  expect([left.rows, left.waiting]).toEqual([[early], []]);
});

test("a new call waits while the reader is in the list, and comes by itself while nobody is", () => {
  const first = callListOf({ calls: [late, early], nextCursor: null }, "-started");
  const waiting = hear(first, [latest]);
  expect([ids(waiting.rows), ids(waiting.waiting)]).toEqual([["b", "a"], ["c"]]);
  const shown = changeCallList(waiting, { kind: "reveal" });
  expect([ids(shown.rows), ids(shown.waiting), [...shown.arrived]]).toEqual([["c", "b", "a"], [], ["c"]]);
  expect(ids(hear(first, [latest], { mayMove: true }).rows)).toEqual(["c", "b", "a"]);
});

test("a shown call is patched where it stands, and one that no longer matches stays and is marked", () => {
  const first = callListOf({ calls: [late, early], nextCursor: null }, "-started");
  const moved = hear(first, [call("b", "2026-01-31T11", { status: "failed" })], { matching: new Set() });
  expect(ids(moved.rows)).toEqual(["b", "a"]);
  expect(moved.rows[0]?.status).toBe("failed");
  expect([...moved.strayed]).toEqual(["b"]);
  expect([...hear(moved, [late]).strayed]).toEqual([]);
});

describe("in another order", () => {
  const long = call("l", "2026-01-30T10", { durationMs: 9_000 });
  const short = call("s", "2026-01-30T11", { durationMs: 1_000 });

  test("a new call goes to its own place, or comes with the page that it belongs to", () => {
    const state = callListOf({ calls: [long, short], nextCursor: "more" }, "-duration");
    const middle = call("m", "2026-01-30T09", { durationMs: 5_000 });
    expect(ids(hear(state, [middle, early], { mayMove: true }).rows)).toEqual(["l", "m", "s"]);
  });

  test("calls without a duration come last and newest first, whichever way it goes", () => {
    for (const [order, expected] of [
      ["-duration", ["l", "s", "b", "a"]],
      ["duration", ["s", "l", "b", "a"]],
    ] as const) {
      const state = callListOf({ calls: [], nextCursor: null }, order);
      expect(ids(hear(state, [early, long, late, short], { mayMove: true }).rows)).toEqual(expected);
    }
  });

  test("a shown call whose duration becomes known stays where the reader sees it", () => {
    const state = callListOf({ calls: [long, short, late], nextCursor: null }, "-duration");
    const ended = call("b", "2026-01-31T11", { durationMs: 99_000 });
    expect(ids(hear(state, [ended], { mayMove: true }).rows)).toEqual(["l", "s", "b"]);
  });
});

describe("after anything may have happened unheard", () => {
  const state = callListOf({ calls: [late, early], nextCursor: "more" }, "-started");

  test("what the first page does not tell again is in doubt until it was read", () => {
    const again = changeCallList(state, {
      kind: "begun again",
      page: { calls: [latest, late], nextCursor: "more" },
      mayMove: false,
    });
    expect([ids(again.rows), ids(again.waiting), [...again.behind]]).toEqual([["b", "a"], ["c"], ["a"]]);
    expect([...hear(again, [early]).behind]).toEqual([]);
  });

  test("when more came than a page holds, the list begins anew as soon as the reader says so, without a gap", () => {
    const page = { calls: [call("e", "2026-02-02T10"), call("d", "2026-02-01T10")], nextCursor: "after d" };
    const again = changeCallList(state, { kind: "begun again", page, mayMove: false });
    expect([ids(again.rows), ids(again.waiting)]).toEqual([
      ["b", "a"],
      ["e", "d"],
    ]);
    const more = hear(again, [call("f", "2026-02-03T10")]);
    const shown = changeCallList(more, { kind: "reveal" });
    expect([ids(shown.rows), shown.nextCursor, shown.waiting]).toEqual([["f", "e", "d"], "after d", []]);
  });
});

test("further pages add no call twice", () => {
  const state = callListOf({ calls: [latest, late], nextCursor: "more" }, "-started");
  const longer = changeCallList(state, { kind: "more", calls: [late, early], nextCursor: null });
  expect(ids(longer.rows)).toEqual(["c", "b", "a"]);
});

test("whatever changes above the first row in sight, the way it moved is known", () => {
  const layout = (rows: CallListItem[], shape: "columns" | "cards" = "columns") => ({
    rows,
    heights: heightsOf(rows, shape, 16),
  });
  const before = layout([latest, late, early]);
  // The second row is the first in sight.
  expect(shiftOf(before, layout([latest, late, early]), 50)).toBe(0);
  expect(shiftOf(before, layout([late, early]), 50)).toBe(-44);
  expect(shiftOf(before, layout([call("z", "2026-02-01"), latest, late, early]), 50)).toBe(44);
  // It is gone itself: the one after it takes its place.
  expect(shiftOf(before, layout([latest, early]), 50)).toBe(-44);
  const grown = [call("c", "2026-01-31T12", { variables: { clinic: "North" } }), late, early];
  expect(shiftOf(layout([latest, late, early], "cards"), layout(grown, "cards"), 120)).toBe(28);
});
