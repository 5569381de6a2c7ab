import { expect, test } from "vitest";
import type { CallListItem } from "#domain/calls";
import { callListOf, changeCallList } from "../../src/app/dashboard/calls/_parts/call-list-state.ts";

const call = (id: string, placedAt: string) => ({ id, placedAt }) as CallListItem;
const [early, late, latest] = [
  call("a", "2026-01-31T10"),
  call("b", "2026-01-31T11"),
  call("c", "2026-01-31T12"),
];

test("a call that was asked for and is no more leaves the list, shown or waiting", () => {
  const first = callListOf({ calls: [late, early], nextCursor: null });
  const waiting = changeCallList(first, {
    kind: "heard",
    calls: [latest],
    matching: new Set(["c"]),
    gone: new Set(),
    atTop: false,
  });
  expect(waiting.waiting).toEqual([latest]);
  const left = changeCallList(waiting, {
    kind: "heard",
    calls: [],
    matching: new Set(),
    gone: new Set(["b", "c"]),
    atTop: false,
  });
  expect([left.rows, left.waiting]).toEqual([[early], []]);
});
