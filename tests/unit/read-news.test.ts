import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readNews } from "../../src/app/dashboard/_live/read-news.ts";

const LONG_ENOUGH_MS = 60_000;

type Changed = string[] | "all";

/** A reader whose readings fail as often as asked, and everything that it was asked to read. */
function reader(failures: number) {
  const asked: Changed[] = [];
  const news = readNews(async (changed) => {
    asked.push(changed === "all" ? changed : [...changed]);
    if (asked.length <= failures) throw new Error("Switchboard answered 503.");
  });
  return { asked, ...news };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("news that come together are read in one go", async () => {
  const { asked, hear } = reader(0);
  hear({ kind: "calls", ids: ["a", "b"] });
  hear({ kind: "calls", ids: ["b", "c"] });
  await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS);
  expect(asked).toEqual([["a", "b", "c"]]);
});

test("a reading that fails is made again until it succeeds, with nothing new to be heard", async () => {
  const { asked, hear } = reader(3);
  hear({ kind: "calls", ids: ["a"] });
  await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS);
  expect(asked).toEqual([["a"], ["a"], ["a"], ["a"]]);
});

test("what a failed reading left is read with what is heard next, and not later", async () => {
  const { asked, hear } = reader(1);
  hear({ kind: "calls", ids: ["a"] });
  await vi.advanceTimersByTimeAsync(100);
  hear({ kind: "calls", ids: ["b"] });
  await vi.advanceTimersByTimeAsync(100);
  expect(asked).toEqual([["a"], ["a", "b"]]);
});

test("a failed reading of everything stays one of everything", async () => {
  const { asked, hear } = reader(1);
  hear({ kind: "reset" });
  await vi.advanceTimersByTimeAsync(100);
  hear({ kind: "calls", ids: ["a"] });
  await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS);
  expect(asked).toEqual(["all", "all"]);
});

test("one reading runs at a time, and whoever left reads no more", async () => {
  const answered = Promise.withResolvers<void>();
  const asked: Changed[] = [];
  const { hear, stop } = readNews(async (changed) => {
    asked.push(changed === "all" ? changed : [...changed]);
    await answered.promise;
  });
  hear({ kind: "calls", ids: ["a"] });
  await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS);
  hear({ kind: "calls", ids: ["b"] });
  await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS);
  expect(asked).toEqual([["a"]]);
  stop();
  answered.resolve();
  await vi.advanceTimersByTimeAsync(LONG_ENOUGH_MS);
  expect(asked).toEqual([["a"]]);
});
