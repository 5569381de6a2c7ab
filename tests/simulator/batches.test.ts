import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Retell from "retell-sdk";
import { expect, onTestFinished, test } from "vitest";
import { DAYS, isOpen, normalised } from "../../simulator/calls/call-window.ts";
import type { Simulator } from "../../simulator/index.ts";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { refusal, start, until } from "./support.ts";

const FROM = "+14157774444";
const BUSY = { to_number: "+12137770002" };
const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

type Item = Retell.CallListResponse["items"][number];

const busy = (count: number) => Array.from({ length: count }, () => BUSY);

async function callsOf(retell: Retell, batchId: string): Promise<Item[]> {
  const { items } = await retell.call.list({
    filter_criteria: { batch_call_id: { type: "string", op: "eq", value: batchId } },
    limit: 1000,
  });
  return items;
}

const allOver = (simulator: Simulator, count: number) =>
  until(() => simulator.calls().filter(({ analysis }) => analysis).length === count);

/** A day of the week on which it is not today, anywhere. */
function anotherDay() {
  const day = new Date(Date.now() + 3 * DAY_MS).getUTCDay();
  return DAYS[(day + 6) % DAYS.length] ?? "Monday";
}

test("a batch is answered at once, and its calls are found by its id, which they do not show", async () => {
  const { retell, simulator } = await start();
  const tasks = [
    { ...BUSY, metadata: { contact: 1 }, override_agent_id: AGENT_IDS.visitSurvey },
    { ...BUSY, metadata: { contact: 2 }, retell_llm_dynamic_variables: { customer_name: "Ida" } },
  ];
  const batch = await retell.batchCall.createBatchCall({ from_number: FROM, name: "Spring", tasks });
  expect(batch).toEqual({
    batch_call_id: expect.stringMatching(/^batch_call_[0-9a-f]+$/),
    name: "Spring",
    from_number: FROM,
    scheduled_timestamp: expect.any(Number),
    total_task_count: 2,
  });
  await retell.batchCall.createBatchCall({ from_number: FROM, tasks: busy(3) });
  await allOver(simulator, 5);
  const calls = await callsOf(retell, batch.batch_call_id);
  expect(calls.map(({ metadata }) => metadata)).toEqual(
    expect.arrayContaining(tasks.map(({ metadata }) => metadata)),
  );
  expect(calls).toHaveLength(2);
  expect(JSON.stringify(calls)).not.toContain(batch.batch_call_id);
  expect(simulator.ledger.creates).toEqual([]);
  expect(simulator.ledger.starts.map(({ door }) => door)).toEqual(Array(5).fill("batch"));
});

test("a batch stays below the concurrency limit, and leaves the slots free that it was asked to leave", async () => {
  for (const [reserved, most] of [
    [0, 3],
    [2, 1],
  ] as const) {
    const { retell, simulator } = await start({ concurrencyLimit: 3 });
    const order = { from_number: FROM, tasks: busy(8), reserved_concurrency: reserved };
    await retell.batchCall.createBatchCall(order);
    await allOver(simulator, 8);
    expect(simulator.ledger.marks.live).toBe(most);
  }
});

test("a batch starts no more calls in a second than the account may", async () => {
  const { retell, simulator } = await start({ speed: 20, callsPerSecond: 2 });
  await retell.batchCall.createBatchCall({ from_number: FROM, tasks: busy(7) });
  await until(() => simulator.ledger.starts.length === 7);
  const moments = simulator.ledger.starts.map(({ at }) => at);
  for (const [index, moment] of moments.entries()) {
    const third = moments[index + 2];
    if (third !== undefined) expect(third - moment).toBeGreaterThanOrEqual(1_000 / 20);
  }
  expect(simulator.ledger.marks.dialled_in_second).toBe(2);
});

test("nothing goes out before its time, or outside the hours and days that were given", async () => {
  const { retell, simulator } = await start();
  const trigger = Date.now() + 250;
  const whole = [{ start: 0, end: 1440 }];
  const closed = await retell.batchCall.createBatchCall({
    from_number: FROM,
    tasks: busy(2),
    call_time_window: { windows: whole, timezone: "UTC", day: [anotherDay()] },
  });
  const open = await retell.batchCall.createBatchCall({
    from_number: FROM,
    tasks: busy(2),
    trigger_timestamp: trigger,
    call_time_window: { windows: whole, day: [...DAYS] },
  });
  expect(open).toMatchObject({
    scheduled_timestamp: trigger,
    call_time_window: { windows: whole, timezone: "America/Los_Angeles", day: DAYS },
  });
  await allOver(simulator, 2);
  for (const { at } of simulator.ledger.starts) expect(at).toBeGreaterThanOrEqual(trigger);
  expect(await callsOf(retell, open.batch_call_id)).toHaveLength(2);
  expect(await callsOf(retell, closed.batch_call_id)).toEqual([]);
});

test("a window holds from its first minute to before its last, in its own time zone", () => {
  const noonInBerlin = Date.UTC(2026, 6, 1, 10, 0);
  const window = { windows: [{ start: 720, end: 780 }], timezone: "Europe/Berlin" };
  expect(isOpen(window, noonInBerlin - 1)).toBe(false);
  expect(isOpen(window, noonInBerlin)).toBe(true);
  expect(isOpen(window, noonInBerlin + 60 * MINUTE_MS - 1)).toBe(true);
  expect(isOpen(window, noonInBerlin + 60 * MINUTE_MS)).toBe(false);
  expect(isOpen({ ...window, timezone: "America/New_York" }, noonInBerlin)).toBe(false);
  expect(isOpen({ ...window, day: ["Wednesday"] }, noonInBerlin)).toBe(true);
  expect(isOpen({ ...window, day: ["Thursday"] }, noonInBerlin)).toBe(false);
  const overlapping = [
    { start: 700, end: 800 },
    { start: 100, end: 200 },
    { start: 750, end: 900 },
  ];
  expect(normalised({ windows: overlapping }).windows).toEqual([
    { start: 100, end: 200 },
    { start: 700, end: 900 },
  ]);
});

const window = (change: object) => ({
  call_time_window: { windows: [{ start: 540, end: 1020 }], ...change },
});

test.for([
  ["no callees", { tasks: [] }, 400],
  ["a callee without a number", { tasks: [{}] }, 400],
  ["a number that is none", { tasks: [{ to_number: "12" }] }, 400],
  ["a number of somebody else", { from_number: "+14155550000" }, 404],
  ["a number that nobody calls from", { from_number: "+14157774466" }, 400],
  ["an agent of somebody else", { tasks: [{ ...BUSY, override_agent_id: "agent_none" }] }, 422],
  ["a window that ends before it starts", window({ windows: [{ start: 600, end: 600 }] }), 400],
  ["a window beyond midnight", window({ windows: [{ start: 600, end: 1441 }] }), 400],
  ["no window", window({ windows: [] }), 400],
  ["a time zone that is none", window({ timezone: "Mars/Olympus" }), 400],
  ["a day that is none", window({ day: ["Caturday"] }), 400],
] as const)("a batch with %s is refused", async ([, change, status]) => {
  const { retell, simulator } = await start();
  const body = { from_number: FROM, tasks: [BUSY], ...change };
  expect((await refusal(retell.post("/create-batch-call", { body }))).status).toBe(status);
  expect(simulator.calls()).toEqual([]);
});

test("nobody can list, follow or cancel a batch", async () => {
  const { retell } = await start();
  const { batch_call_id: id } = await retell.batchCall.createBatchCall({ from_number: FROM, tasks: [BUSY] });
  for (const path of ["/list-batch-calls", `/get-batch-call/${id}`, `/cancel-batch-call/${id}`]) {
    expect((await refusal(retell.get(path))).status).toBe(404);
  }
});

test("with a state file a batch goes on after a restart, where it had come to", async () => {
  const folder = mkdtempSync(join(tmpdir(), "simulator-batch-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const options = { stateFile: join(folder, "workspace.jsonl"), concurrencyLimit: 2 };
  const first = await start({ ...options, speed: 1 });
  const batch = await first.retell.batchCall.createBatchCall({ from_number: FROM, tasks: busy(5) });
  expect(first.simulator.calls()).toHaveLength(2);
  await first.simulator.stop();
  const second = await start(options);
  await allOver(second.simulator, 5);
  expect(await callsOf(second.retell, batch.batch_call_id)).toHaveLength(5);
});
