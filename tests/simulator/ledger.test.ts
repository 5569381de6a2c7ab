import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Ledger } from "../../simulator/ledger.ts";
import { LedgerFile } from "../../simulator/state/ledger-file.ts";
import { firstLine, run } from "./program.ts";
import { analysed, clientFor, KEY, openMailbox, place, refusal, start, until } from "./support.ts";

const BUSY = { to_number: "+12137770002" } as const;
const MANY = 200_000;

function ledgerFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "simulator-ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "ledger.jsonl");
}

async function readLedger(url: string) {
  return (await fetch(`${url}/__sim/ledger`)).json();
}

test("a create says which limit refused it, and the marks say how high it ever went", async () => {
  const { retell, simulator } = await start({ speed: 1, concurrencyLimit: 3, callsPerSecond: 1_000 });
  for (let count = 0; count < 3; count += 1) await place(retell);
  await refusal(place(retell));
  await refusal(place(retell, { to_number: "" }));
  expect(simulator.ledger.creates.map(({ status, refused_for }) => [status, refused_for])).toEqual([
    [201, null],
    [201, null],
    [201, null],
    [429, "concurrency"],
    [400, null],
  ]);
  expect(simulator.ledger.starts.map(({ door, live }) => [door, live])).toEqual([
    ["create-phone-call", 1],
    ["create-phone-call", 2],
    ["create-phone-call", 3],
  ]);
  expect((await readLedger(simulator.url)).marks).toEqual(simulator.ledger.marks);
  expect(simulator.ledger.marks).toMatchObject({
    live: 3,
    refused_for_rate: 0,
    refused_for_concurrency: 1,
  });
});

test("calls dialled within one second are counted, and one too many is refused for its rate", async () => {
  const { retell, simulator } = await start({ speed: 1, callsPerSecond: 2 });
  await Promise.allSettled([place(retell), place(retell), place(retell)]);
  expect(simulator.ledger.creates.at(-1)).toMatchObject({
    accepted: false,
    refused_for: "rate",
    fault: null,
  });
  expect(simulator.ledger.marks).toMatchObject({ dialled_in_second: 2, refused_for_rate: 1 });
});

test("a restart is no way around the calls per second", async () => {
  const options = { speed: 1, callsPerSecond: 1, ledgerFile: ledgerFile() };
  const first = await start(options);
  await place(first.retell);
  await first.simulator.stop();
  const second = await start(options);
  await place(second.retell).catch(() => null);
  const [earlier, later] = second.simulator.ledger.starts;
  if (later) expect(later.at - (earlier?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
  expect(second.simulator.ledger.marks.dialled_in_second).toBe(1);
});

test("a 429 that a fault made is no limit of the account", async () => {
  const { retell, simulator } = await start({ faults: { rateLimit: { next: 1 } } });
  await refusal(place(retell));
  expect(simulator.ledger.creates).toMatchObject([{ status: 429, refused_for: null, fault: "rateLimit" }]);
});

test("the marks outlive the lines, and both begin anew when asked", async () => {
  const { retell, simulator } = await start({ ledgerLines: 10 });
  for (let count = 0; count < 15; count += 1) await analysed(retell, (await place(retell, BUSY)).call_id);
  const { creates, starts } = simulator.ledger;
  expect(creates.length).toBeLessThanOrEqual(11);
  expect(creates.length).toBeGreaterThanOrEqual(10);
  expect(creates.at(-1)?.call_id).toBe(starts.at(-1)?.call_id);
  expect(simulator.ledger.createsEver).toBe(15);
  await fetch(`${simulator.url}/__sim/ledger`, { method: "DELETE" });
  expect(simulator.ledger).toMatchObject({ creates: [], starts: [], deliveries: [], marks: { live: 0 } });
});

test("two hundred thousand lines can be kept, and come back from the file", () => {
  const path = ledgerFile();
  const first = new Ledger(MANY, new LedgerFile(path));
  first.begin();
  const usual = {
    event: "call_ended",
    url: "http://127.0.0.1/",
    attempt: 0,
    status: 204,
    error: null,
    faults: [],
  };
  for (let at = 0; at < MANY; at += 1) first.recordDelivery({ at, call_id: `call_${at}`, ...usual });
  expect(first.deliveries).toHaveLength(MANY);
  first.close();
  const second = new Ledger(MANY, new LedgerFile(path));
  expect(second.deliveries).toHaveLength(MANY);
  expect(second.deliveries[0]).toEqual({ at: 0, call_id: "call_0", ...usual });
});

test("what was answered is in the file, even if the program is killed, and a torn line costs that line only", async () => {
  const path = ledgerFile();
  const mailbox = await openMailbox();
  const flags = ["--port", "0", "--speed", "2000", "--history", "0", "--api-key", KEY, "--ledger", path];
  const first = run(...flags, "--webhook-url", mailbox.url);
  const { url } = await firstLine(first);
  const calls = [];
  for (let count = 0; count < 3; count += 1) calls.push(await place(clientFor(String(url)), BUSY));
  await until(async () => (await readLedger(String(url))).deliveries.length === 6);
  first.kill("SIGKILL");
  await until(() => first.signalCode);
  appendFileSync(path, '{"kind":"create","at":17');

  const second = run(...flags);
  const again = String((await firstLine(second)).url);
  const ids = calls.map(({ call_id }) => call_id);
  const kept = await readLedger(again);
  expect(kept.creates.map((create: { call_id: string }) => create.call_id)).toEqual(ids);
  expect(kept.deliveries).toHaveLength(6);
  expect(kept.marks.dialled_in_second).toBeGreaterThanOrEqual(1);
  const { call_id } = await place(clientFor(again), BUSY);
  expect((await readLedger(again)).creates.at(-1)).toMatchObject({ call_id, accepted: true });
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  expect(lines.filter((line) => line.includes(call_id) && line.startsWith('{"kind":"create"'))).toHaveLength(
    1,
  );
});
