import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Retell from "retell-sdk";
import { expect, onTestFinished, test } from "vitest";
import { type SimulatorOptions, startSimulator } from "../../simulator/index.ts";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import {
  analysed,
  clientFor,
  FAST,
  get,
  KEY,
  type PhoneCall,
  place,
  refusal,
  start,
  until,
} from "./support.ts";

/** What must come out alike; ids and times belong to one workspace only. */
function essence(call: PhoneCall) {
  const {
    agent_id,
    to_number,
    duration_ms,
    disconnection_reason,
    transcript_object,
    latency,
    call_analysis,
  } = call;
  return {
    agent_id,
    to_number,
    duration_ms,
    disconnection_reason,
    transcript_object,
    latency,
    call_analysis,
  };
}

async function someCalls(retell: Retell) {
  const calls: PhoneCall[] = [];
  for (let count = 0; count < 6; count += 1) {
    const { call_id } = await place(retell, { to_number: `+1213777444${count}` });
    calls.push(await analysed(retell, call_id));
  }
  return calls;
}

test("the same seed gives the same calls and the same past; another seed gives others", async () => {
  const [first, second, other] = [
    await start({ seed: "one", history: 30 }),
    await start({ seed: "one", history: 30 }),
    await start({ seed: "two", history: 30 }),
  ];
  const stories = await Promise.all([first, second, other].map(({ retell }) => someCalls(retell)));
  const [a, b, c] = stories.map((calls) => calls.map(essence));
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
  const pasts = await Promise.all(
    [first, second, other].map(async ({ retell, simulator }) => {
      const records = simulator.calls().filter(({ ordinal }) => ordinal === undefined);
      return (await Promise.all(records.map(({ callId }) => get(retell, callId)))).map(essence);
    }),
  );
  expect(pasts[0]).toEqual(pasts[1]);
  expect(pasts[0]).not.toEqual(pasts[2]);
  expect(new Set(stories.flat().map(({ call_id }) => call_id)).size).toBe(18);
});

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "simulator-state-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "workspace.jsonl");
}

async function open(options: SimulatorOptions) {
  const simulator = await startSimulator({ port: 0, speed: FAST, apiKeys: [KEY], history: 20, ...options });
  let open = true;
  const stop = async () => {
    if (open) await simulator.stop();
    open = false;
  };
  onTestFinished(stop);
  return { simulator, retell: clientFor(simulator.url), stop };
}

/** Links name the port, which is another one after each start. */
function withoutLinks(call: PhoneCall) {
  const { recording_url: _a, recording_multi_channel_url: _b, public_log_url: _c, ...rest } = call;
  return rest;
}

test("with a state file the workspace outlives the program", async () => {
  const file = stateFile();
  const first = await open({ stateFile: file });
  const { call_id } = await place(first.retell, { metadata: { request: "r1" } });
  const before = await analysed(first.retell, call_id);
  const past = first.simulator.calls().map(({ callId }) => callId);
  const doomed = past[0] ?? "";
  await first.retell.call.delete(doomed);
  await first.retell.agent.update(AGENT_IDS.frontDesk, { webhook_url: "http://127.0.0.1:1/" });
  await first.retell.phoneNumber.update("+14157774444", { nickname: "Main line" });
  await first.stop();

  const second = await open({ stateFile: file, seed: "ignored", history: 0 });
  expect(withoutLinks(await get(second.retell, call_id))).toEqual(withoutLinks(before));
  expect((await refusal(second.retell.call.retrieve(doomed))).status).toBe(422);
  expect(second.simulator.calls()).toHaveLength(past.length - 1);
  expect((await second.retell.agent.retrieve(AGENT_IDS.frontDesk)).webhook_url).toBe("http://127.0.0.1:1/");
  expect((await second.retell.phoneNumber.retrieve("+14157774444")).nickname).toBe("Main line");
  const next = await place(second.retell);
  expect(next.call_id).not.toBe(call_id);
  expect(second.simulator.seed).toBe("lakeside");
});

test("a call that was going on is taken up again after a restart", async () => {
  const file = stateFile();
  const first = await open({ stateFile: file, speed: 40 });
  const ringing = await place(first.retell);
  const talking = await place(first.retell);
  await until(async () => (await get(first.retell, talking.call_id)).call_status === "ongoing");
  const { start_timestamp } = await get(first.retell, talking.call_id);
  await first.stop();

  const second = await open({ stateFile: file, speed: 40 });
  const call = await analysed(second.retell, talking.call_id);
  expect(call).toMatchObject({ call_status: "ended", start_timestamp });
  expect((call.end_timestamp ?? 0) - (call.start_timestamp ?? 0)).toBe(call.duration_ms);
  expect((await analysed(second.retell, ringing.call_id)).call_status).toBe("ended");
});

test("a line torn by a crash costs that line only", async () => {
  const file = stateFile();
  const first = await open({ stateFile: file });
  const { call_id } = await place(first.retell);
  await analysed(first.retell, call_id);
  await first.stop();
  appendFileSync(file, '{"kind":"call","call":{"callId":"call_to');
  const second = await open({ stateFile: file });
  expect((await get(second.retell, call_id)).call_analysis).toBeDefined();
  await second.stop();
  const lines = readFileSync(file, "utf8").trim().split("\n");
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  expect(lines.filter((line) => line.includes(call_id))).toHaveLength(1);
});

test("a second program on the same port does not touch the file of the first", async () => {
  const file = stateFile();
  const first = await open({ stateFile: file });
  await expect(startSimulator({ port: first.simulator.port, stateFile: file })).rejects.toThrow("EADDRINUSE");
  const { call_id } = await place(first.retell);
  await first.stop();
  const second = await open({ stateFile: file });
  expect((await get(second.retell, call_id)).call_id).toBe(call_id);
});

test("an empty state file founds a new workspace", async () => {
  const file = stateFile();
  writeFileSync(file, "");
  const { simulator } = await open({ stateFile: file });
  expect(simulator.calls()).toHaveLength(20);
});
