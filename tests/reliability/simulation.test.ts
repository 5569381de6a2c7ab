import { afterAll, beforeAll, expect, test } from "vitest";
import { Crew } from "../../reliability/simulation/crew.ts";
import { regressions } from "../../reliability/simulation/regressions.ts";
import type { RunResult } from "../../reliability/simulation/run.ts";
import { seedOfCommit } from "./commit-seed.ts";

/** Both cores of a small machine. */
const PLACES = 2;
const FRESH_RUNS = 200;
const PLAIN_RUNS = 30;

let crew: Crew;
beforeAll(async () => {
  crew = await Crew.start(PLACES);
}, 120_000);
afterAll(() => crew.stop());

test("in weather that nobody has seen before, everything that is promised holds", async () => {
  const first = seedOfCommit("fresh weather");
  const results = await runAll(Array.from({ length: FRESH_RUNS }, (_, index) => first + index));
  expect(results).toHaveLength(FRESH_RUNS);
  expect(violationsIn(results)).toEqual([]);
});

test("in weather that once showed a fault, everything holds", async () => {
  const results = await runAll(regressions.map(({ seed }) => seed));
  expect(violationsIn(results)).toEqual([]);
});

test("a seed runs the same again, whatever ran before it", async () => {
  const seeds = Array.from({ length: 8 }, (_, index) => 1_000 + index);
  const forwards = await crew.runUntilCaught(seeds, {});
  const backwards = await crew.runUntilCaught([...seeds].reverse(), {});
  const digestsOf = (results: RunResult[]) => new Map(results.map(({ seed, digest }) => [seed, digest]));
  expect(digestsOf(backwards)).toEqual(new Map([...digestsOf(forwards)].reverse()));
  expect(new Set(forwards.map(({ digest }) => digest)).size).toBe(seeds.length);
});

test("virtual time runs a thousand times as fast as life", async () => {
  const results = await crew.runUntilCaught([2_000, 2_001, 2_002, 2_003, 2_004, 2_005], {});
  const sum = (of: (result: RunResult) => number) => results.reduce((total, result) => total + of(result), 0);
  expect(sum(({ virtualMs }) => virtualMs)).toBeGreaterThan(6 * 20 * 60_000);
  expect(sum(({ cpuMs }) => cpuMs) * 1_000).toBeLessThan(sum(({ virtualMs }) => virtualMs));
});

test("the machine sees what a plain implementation does wrong", async () => {
  const results = await runAll(
    Array.from({ length: PLAIN_RUNS }, (_, index) => index + 1),
    "plain",
  );
  const violated = new Set(results.flatMap(({ violations }) => violations.map(({ guarantee }) => guarantee)));
  expect(violated).toContain(2);
  expect(violated).toContain(3);
  expect(violated).toContain(7);
});

async function runAll(seeds: number[], system = "switchboard"): Promise<RunResult[]> {
  const results: RunResult[] = [];
  await crew.runAll(seeds.values(), { system }, (result) => results.push(result));
  return results;
}

function violationsIn(results: readonly RunResult[]): string[] {
  return results.flatMap(({ seed, violations }) =>
    violations.map(({ check, message }) => `pnpm simulate --seed ${seed} --trace (${check}): ${message}`),
  );
}
