import type pg from "pg";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Listener } from "#database";
import { DIAL_CHANNEL, dialOnRequest, dialWaiting } from "#domain/calls";
import { callOnce, createsFor, emptyQueue, readCall, requestOne } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

let admin: TestPerson;
let client: pg.Client;

// Neither jobs nor timers run here.
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
});
beforeEach(async () => {
  world.simulator.faults.clear();
  await emptyQueue(client);
});

/** As many as listen are connected. */
const listeners = (count: number) =>
  eventually(
    () =>
      oneRow<{ count: number }>(
        client,
        "select count(*)::int as count from pg_stat_activity where application_name = 'switchboard_live' and datname = current_database() and query like 'listen%'",
      ),
    (seen) => seen.count === count,
  );

test("a call is dialled by whoever hears of it, once however many hear", async () => {
  const workers = [dialOnRequest(), dialOnRequest()];
  await listeners(2);
  const { id } = await requestOne(admin, "+12137770301");
  await callOnce(admin, id, (call) => call.dialState === "accepted");
  await Promise.all(workers.map((worker) => worker.stop()));
  expect(createsFor(id)).toHaveLength(1);
});

test("a call that nobody heard of is dialled with those that wait", async () => {
  const { id } = await requestOne(admin, "+12137770302");
  await dialWaiting(new AbortController().signal);
  expect((await readCall(admin, id)).dialState).toBe("accepted");
  expect(createsFor(id)).toHaveLength(1);
});

test("whoever stops waits for the answer to the call under way, and takes up no other", async () => {
  let hear: Listener | undefined;
  const worker = dialOnRequest((_channels, listener) => {
    hear = listener;
    return { stop: async () => undefined };
  });
  const { id } = await requestOne(admin, "+12137770303");
  hear?.notice(DIAL_CHANNEL, id);
  const stopped = worker.stop();
  const { id: later } = await requestOne(admin, "+12137770304");
  hear?.notice(DIAL_CHANNEL, later);
  await stopped;
  expect((await readCall(admin, id)).dialState).toBe("accepted");
  expect((await readCall(admin, later)).dialState).toBe("queued");
});
