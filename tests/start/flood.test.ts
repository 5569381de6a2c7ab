import { afterAll, beforeAll, expect, test } from "vitest";
import { runFlood, violationsIn } from "../../benchmarks/flood/run-flood.ts";
import { buildHouse, tearDown } from "./house.ts";

/** With a commit so slow, a machine of any speed can be sent ten times what it can store. */
const SLOW_COMMITS = `
  create function slow_down() returns trigger language plpgsql as 'begin perform pg_sleep(0.25); return null; end';
  create trigger slow_down after insert on webhook_events for each statement execute function slow_down();
  grant execute on function slow_down() to switchboard_system;
`;

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
