import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CallsNotice } from "#live";
import { type Gathering, gatherNotices } from "../../src/live/gather-notices.ts";

let told: CallsNotice[];
let gathering: Gathering;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  gathering = gatherNotices((notice) => told.push(notice));
});
afterEach(() => {
  gathering.stop();
  vi.useRealTimers();
});

const idsIn = ({ data }: CallsNotice): string[] => JSON.parse(data).ids;
let last = 0;
const add = () => {
  last += 1;
  gathering.add({ horizon: `${last}`, ids: [`call-${last}`] });
};

test("fifty changes a second are told each at once, with where to go on from", async () => {
  for (let change = 0; change < 200; change += 1) {
    add();
    expect(told.at(-1)).toEqual({ horizon: `${last}`, data: `{"ids":["call-${last}"]}` });
    await vi.advanceTimersByTimeAsync(20);
  }
  expect(told).toHaveLength(200);
});

test("of many more none is left out, none is told twice, and none waits longer than a sixtieth of a second", async () => {
  const first = last + 1;
  for (let change = 0; change < 1_000; change += 1) {
    add();
    const due = `call-${last}`;
    await vi.advanceTimersByTimeAsync(1);
    if (change % 100 === 99) {
      await vi.advanceTimersByTimeAsync(17);
      expect(told.flatMap(idsIn)).toContain(due);
      expect(told.at(-1)?.horizon).toBe(`${last}`);
    }
  }
  expect(told.flatMap(idsIn)).toEqual(Array.from({ length: 1_000 }, (_, place) => `call-${first + place}`));
  expect(told.length).toBeLessThan(100);
});

test("a flood is told little more than fifteen times a second, all of it", async () => {
  const first = last + 1;
  for (let ms = 0; ms < 1_000; ms += 1) {
    for (let change = 0; change < 4; change += 1) add();
    await vi.advanceTimersByTimeAsync(1);
  }
  await vi.advanceTimersByTimeAsync(67);
  expect(told.flatMap(idsIn)).toEqual(Array.from({ length: 4_000 }, (_, place) => `call-${first + place}`));
  // Those told at once come first, and a few before it is a flood.
  expect(told.length).toBeLessThan(20 + 22);
});

test("a call that changes again and again meanwhile is named once", async () => {
  for (let change = 0; change < 40; change += 1) gathering.add({ horizon: "7", ids: ["same"] });
  await vi.advanceTimersByTimeAsync(17);
  const [first, ...others] = told.map(idsIn);
  expect(first).toEqual(["same"]);
  expect(others.every((ids) => ids.length === 1)).toBe(true);
  expect(others.length).toBeLessThan(25);
});
