import { afterAll, beforeAll, expect, test } from "vitest";
import { runFlood, violationsIn } from "../../benchmarks/flood/run-flood.ts";
import { SLOW_COMMITS } from "../../benchmarks/flood/slow-commits.ts";
import { buildHouse, tearDown } from "./house.ts";

let house: string;
beforeAll(() => {
  house = buildHouse();
});
afterAll(() => tearDown(house));

test("ten times what can be stored leaves no late answer, bounded memory, and every acknowledged event in the table", async () => {
  const figures = await runFlood({
    checkout: house,
    warmUpSeconds: 2,
    measureSeconds: 2,
    floodSeconds: 4,
    connectionsMax: 800,
    beforehand: SLOW_COMMITS,
  });
  expect(violationsIn(figures)).toEqual([]);
  expect(figures.flood.acknowledged).toBeGreaterThan(0);
  expect(figures.flood.refused).toBeGreaterThan(0);
});
