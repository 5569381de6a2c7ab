import type pg from "pg";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { dialCall, dialWaiting } from "#domain/calls";
import { callOnce, readCall, requestOne } from "../support/calls.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { oneRow, superuser } from "../support/sql.ts";

const CALLS_PER_SECOND = 2;
const SECOND_MS = 1000;
const BUSY = "+12137770002";

const retell = await vi.hoisted(async () =>
  (await import("../support/small-retell.ts")).openSmallRetell({ lines: 50, callsPerSecond: 2 }),
);
const { simulator, gateway } = retell;

let admin: TestPerson;
let client: pg.Client;

beforeAll(async () => {
  admin = await signedIn("admin");
  client = await superuser();
});
afterAll(() => simulator.stop());

test("a call on its own goes at once", async () => {
  const { id } = await requestOne(admin, BUSY);
  await dialCall(id);
  expect(await readCall(admin, id)).toMatchObject({ dialState: "accepted", waiting: null });
});

test("requests that dawdle on their way to Retell make no more arrive in a second than may", async () => {
  const { promise: arrival, resolve: letArrive } = Promise.withResolvers<void>();
  simulator.ledger.clear();
  gateway.creates.length = 0;
  for (let held = 0; held < CALLS_PER_SECOND; held += 1) gateway.holdArrivalOfNext(arrival);
  const calls = await Promise.all(Array.from({ length: 5 }, () => requestOne(admin, BUSY)));
  const stopping = new AbortController();
  const dialling = dialWaiting(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    await dialling;
  });
  // By the time of sending alone the next one might go now.
  await eventually(
    () =>
      oneRow<{ old: boolean | null }>(
        client,
        "select max(started_at) < now() - interval '1.2 seconds' as old from dial_attempts where outcome = 'started' having count(*) = $1",
        [CALLS_PER_SECOND],
      ).catch(() => ({ old: null })),
    ({ old }) => old === true,
  );
  letArrive();
  for (const { id } of calls) await callOnce(admin, id, ({ dialState }) => dialState === "accepted");
  const moments = simulator.ledger.creates.map(({ at }) => at);
  expect(moments).toHaveLength(calls.length);
  const inASecond = moments.map((from) => moments.filter((at) => at >= from && at < from + SECOND_MS).length);
  expect(Math.max(...inASecond)).toBeLessThanOrEqual(CALLS_PER_SECOND);
});
