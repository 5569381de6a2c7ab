import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { dialCall, dialWaiting } from "#domain/calls";
import { callOnce, emptyQueue, readCall, requestOne } from "../support/calls.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";
import { startWorkerProcess } from "../support/worker-process.ts";

const LINES = 3;
const CALLS_PER_SECOND = 5;
const CALLS = 40;
const SECOND_MS = 1000;
/** Forty calls on three lines, on a machine that does other things too. */
const DIALLED_WITHIN_MS = 90_000;
const BUSY = "+12137770002";
const LONG_TALK = "+12137770008";

const retell = await vi.hoisted(async () =>
  (await import("../support/small-retell.ts")).openSmallRetell({ lines: 3, callsPerSecond: 5 }),
);
const { simulator, gateway } = retell;

let admin: TestPerson;
let client: pg.Client;

beforeAll(async () => {
  admin = await signedIn("admin");
  client = await superuser();
});
beforeEach(async () => {
  await emptyQueue(client);
  // Calls of earlier tests hold no line.
  await client.query("update retell_calls set placed_at = now() - interval '1 hour'");
  gateway.answerEvery("GET", null);
  for (const { callId, status } of simulator.calls())
    if (status === "ongoing" || status === "registered") await retell.end(callId);
  await forgetReading();
  simulator.ledger.clear();
});
afterAll(() => simulator.stop());

/** What Retell said of its lines is old from now on. */
const forgetReading = () =>
  client.query(
    `update dial_gate set read_at = null, reading_holds_until = null, reading_failed_since = null, reading_failed_at = null`,
  );

const idsDialled = () =>
  simulator.ledger.creates.map(
    ({ body }) => /"switchboard_call_id":"([^"]+)"/.exec(JSON.stringify(body))?.[1],
  );

/** Dials what waits until the answer is called. */
function startDialling(): () => Promise<void> {
  const stopping = new AbortController();
  const done = dialWaiting(stopping.signal);
  const stop = async () => {
    stopping.abort();
    await done;
  };
  onTestFinished(stop);
  return stop;
}

/** The most that were started in any second. */
function mostInASecond(moments: readonly number[]): number {
  return Math.max(
    ...moments.map((from) => moments.filter((at) => at >= from && at < from + SECOND_MS).length),
  );
}

test(
  "forty calls asked for at once, dialled by two workers, never exceed lines or calls per second, and go in order",
  async () => {
    const workers = await Promise.all([startWorkerProcess(), startWorkerProcess()]);
    const asked = await Promise.all(Array.from({ length: CALLS }, () => requestOne(admin, BUSY)));
    await eventually(
      () => simulator.ledger.creates.length,
      (creates) => creates >= CALLS,
      DIALLED_WITHIN_MS,
    );
    await Promise.all(workers.map((worker) => worker.stop()));
    const { creates } = simulator.ledger;
    expect(creates.filter(({ status }) => status !== 201)).toEqual([]);
    expect(idsDialled().toSorted()).toEqual(asked.map(({ id }) => id).toSorted());
    expect(mostInASecond(creates.map(({ at }) => at))).toBeLessThanOrEqual(CALLS_PER_SECOND);
    const { rows: turns } = await client.query<{ call_id: string }>(
      "select call_id from dial_attempts where call_id = any($1) order by started_at",
      [asked.map(({ id }) => id)],
    );
    const { rows: order } = await client.query<{ id: string }>(
      "select id from retell_calls where id = any($1) order by requested_at, id",
      [asked.map(({ id }) => id)],
    );
    expect(turns.map((row) => row.call_id)).toEqual(order.map(({ id }) => id));
  },
  DIALLED_WITHIN_MS + 30_000,
);

test("lines that others use are not ours: a call waits for one, says so, and goes when it is free", async () => {
  const [other = ""] = await retell.placeElsewhere(LINES);
  const first = await requestOne(admin, LONG_TALK);
  const second = await requestOne(admin, LONG_TALK);
  await dialCall(first.id);
  await dialCall(second.id);
  expect(idsDialled().filter(Boolean)).toEqual([]);
  expect((await readCall(admin, first.id)).waiting).toMatchObject({
    reason: "no_free_line",
    ahead: 0,
    words: "Waiting for a free line: 3 of 3 in use",
  });
  expect((await readCall(admin, second.id)).waiting?.words).toBe(
    "Waiting for a free line: 3 of 3 in use, 1 call before this one",
  );
  const stop = startDialling();
  await retell.end(other);
  await callOnce(admin, first.id, ({ dialState }) => dialState === "accepted");
  expect((await callOnce(admin, second.id, ({ waiting }) => waiting?.ahead === 0)).waiting).toMatchObject({
    words: "Waiting for a free line: 3 of 3 in use",
  });
  await stop();
  expect(simulator.ledger.creates.filter(({ status }) => status !== 201)).toEqual([]);
});

test("a worker that dies gives its lines back by time", async () => {
  const held = await Promise.all(Array.from({ length: LINES }, () => requestOne(admin, BUSY)));
  const never = new Promise<void>(() => undefined);
  for (const _ of held) {
    gateway.holdNext(never);
    gateway.answerNext({ status: 500, body: {} });
  }
  const worker = await startWorkerProcess();
  await Promise.all(held.map(({ id }) => callOnce(admin, id, ({ dialState }) => dialState === "dialling")));
  const next = await requestOne(admin, BUSY);
  expect((await callOnce(admin, next.id, ({ waiting }) => waiting !== null)).waiting).toMatchObject({
    words: "Waiting for a free line: 3 of 3 in use",
  });
  await worker.kill();
  const stop = startDialling();
  await callOnce(admin, next.id, ({ dialState }) => dialState === "accepted");
  await stop();
  expect(idsDialled()).toEqual([next.id]);
});

test("while Retell does not say how many lines are free calls wait, and go on without knowing when that lasts", async () => {
  gateway.answerEvery("GET", "be silent");
  const calls = await Promise.all([requestOne(admin, BUSY), requestOne(admin, BUSY)]);
  const stop = startDialling();
  const [first] = await Promise.all(
    calls.map(({ id }) => callOnce(admin, id, ({ waiting }) => waiting?.reason === "lines_unknown")),
  );
  expect(first?.waiting?.words).toMatch(/^Waiting for Retell to say how many lines are free/);
  for (const { id } of calls) await callOnce(admin, id, ({ dialState }) => dialState === "accepted");
  await stop();
});

test.each([
  ["a fraction", { current_concurrency: 0.5 }],
  ["more than anybody has", { concurrency_limit: 1e12 }],
  ["no number", { reserved_inbound_concurrency: "two" }],
])("where Retell gives %s for a figure of its lines, calls go out without one", async (_what, odd) => {
  const { id } = await requestOne(admin, BUSY);
  gateway.answerEvery("GET", {
    status: 200,
    body: { concurrency_limit: LINES, current_concurrency: 0, ...odd },
  });
  await dialCall(id);
  expect((await readCall(admin, id)).dialState).toBe("accepted");
});
