import { expect, test } from "vitest";
import { totalOf } from "../../src/app/dashboard/calls/_parts/total-of.ts";

const list = (rows: number, waiting: number, nextCursor: string | null) =>
  ({ rows: Array(rows), waiting: Array(waiting), nextCursor }) as unknown as Parameters<typeof totalOf>[0];

test.each([
  [
    "read to its end: what is there",
    list(7, 0, null),
    { count: 9, isMore: false },
    { count: 7, isMore: false },
  ],
  ["what waits belongs to it", list(7, 2, null), null, { count: 9, isMore: false }],
  ["not counted: at least what was read", list(50, 1, "next"), null, { count: 51, isMore: true }],
  ["counted", list(50, 0, "next"), { count: 63, isMore: false }, { count: 63, isMore: false }],
  ["counted to the limit", list(50, 0, "next"), { count: 1000, isMore: true }, { count: 1000, isMore: true }],
  [
    "more was read than counted",
    list(1200, 0, "next"),
    { count: 1000, isMore: true },
    { count: 1200, isMore: true },
  ],
  [
    "counted before others came",
    list(60, 0, "next"),
    { count: 58, isMore: false },
    { count: 60, isMore: true },
  ],
])("a list's total, %s", (_what, listed, counted, total) => {
  expect(totalOf(listed, counted)).toEqual(total);
});
