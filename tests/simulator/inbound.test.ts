import Retell from "retell-sdk";
import { expect, test } from "vitest";
import type { SimulatorOptions } from "../../simulator/index.ts";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { analysed, get, KEY, openMailbox, place, refusal, start, tool } from "./support.ts";

const CALLER = "+12137770011";
const NUMBER = "+14157774466";
const CALL = { from_number: CALLER, to_number: NUMBER };

interface Result {
  outcome: "accepted" | "rejected" | "no_agent";
  call_id: string | null;
}

/** A number whose inbound webhook says `reply`. */
async function withWebhook(reply: unknown, options: SimulatorOptions = {}) {
  const mailbox = await openMailbox();
  const { retell, simulator } = await start(options);
  await retell.phoneNumber.update(NUMBER, { inbound_webhook_url: mailbox.url });
  mailbox.says.call_inbound = reply;
  return { mailbox, retell, simulator, ring: () => tool<Result>(simulator, "inbound", CALL) };
}

test("a call from outside is answered by the number's agent, and goes as calls go", async () => {
  const { retell, simulator } = await start();
  const { outcome, call_id } = await tool<Result>(simulator, "inbound", CALL);
  expect(outcome).toBe("accepted");
  const call = await analysed(retell, call_id ?? "");
  expect(call).toMatchObject({
    direction: "inbound",
    from_number: CALLER,
    to_number: NUMBER,
    agent_id: AGENT_IDS.frontDesk,
    call_status: "ended",
  });
  expect(call.transcript).toContain("Agent: ");
  expect(simulator.ledger.starts).toMatchObject([{ door: "inbound", call_id, dialled_in_second: null }]);
});

test("the number's webhook is asked first, signed, and may choose agent, variables and metadata", async () => {
  const wishes = {
    override_agent_id: AGENT_IDS.appointmentReminder,
    dynamic_variables: { customer_name: "Ida" },
    metadata: { ticket: 7 },
    agent_override: { agent: { agent_name: "Just for Ida" } },
  };
  const { mailbox, retell, ring } = await withWebhook({ call_inbound: wishes });
  const { call_id } = await ring();
  const [asked] = mailbox.received;
  expect(asked?.body).toEqual({
    event: "call_inbound",
    event_timestamp: expect.any(Number),
    call_inbound: { call_id, agent_id: AGENT_IDS.frontDesk, agent_version: 0, ...CALL },
  });
  expect(await Retell.verify(asked?.raw ?? "", KEY, asked?.signature ?? "")).toBe(true);
  expect(await analysed(retell, call_id ?? "")).toMatchObject({
    agent_id: wishes.override_agent_id,
    agent_name: "Just for Ida",
    metadata: wishes.metadata,
    retell_llm_dynamic_variables: wishes.dynamic_variables,
    transcript: expect.stringContaining("Am I speaking with Ida?"),
  });
});

test("a caller who is rejected leaves no call behind", async () => {
  const { simulator, ring } = await withWebhook({ call_inbound: { reject: true } });
  expect(await ring()).toEqual({ outcome: "rejected", call_id: null });
  expect(simulator.calls()).toEqual([]);
  expect(simulator.ledger.deliveries).toMatchObject([{ event: "call_inbound", status: 200 }]);
});

test.for([
  ["text instead of true", { call_inbound: { reject: "true" } }],
  ["one wrong field beside it", { call_inbound: { reject: true, dynamic_variables: { age: 4 } } }],
  ["an agent that does not exist", { call_inbound: { reject: true, override_agent_id: "agent_none" } }],
  ["no call_inbound", { reject: true }],
])("a reply with %s counts as none at all", async ([, reply]) => {
  const { retell, ring } = await withWebhook(reply);
  const { outcome, call_id } = await ring();
  expect(outcome).toBe("accepted");
  expect((await get(retell, call_id ?? "")).agent_id).toBe(AGENT_IDS.frontDesk);
});

test("a webhook that fails is asked four times, then the number's own agent answers, or nobody", async () => {
  const { mailbox, retell, simulator, ring } = await withWebhook({ call_inbound: { reject: true } });
  mailbox.always.call_inbound = 500;
  expect((await ring()).outcome).toBe("accepted");
  expect(simulator.ledger.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
    [0, 500],
    [1, 500],
    [2, 500],
    [3, 500],
  ]);
  await retell.phoneNumber.update(NUMBER, { inbound_agents: null });
  expect(await ring()).toEqual({ outcome: "no_agent", call_id: null });
});

test("without a slot it rings for a while, then goes to the fallback or comes to nothing", async () => {
  const full = await start({ concurrencyLimit: 0 });
  const { call_id } = await tool<Result>(full.simulator, "inbound", CALL);
  expect(await analysed(full.retell, call_id ?? "")).toMatchObject({
    call_status: "error",
    disconnection_reason: "concurrency_limit_reached",
  });
  await full.retell.phoneNumber.update(NUMBER, { fallback_number: "+14155550199" });
  const second = await tool<Result>(full.simulator, "inbound", CALL);
  expect(await analysed(full.retell, second.call_id ?? "")).toMatchObject({
    call_status: "ended",
    disconnection_reason: "no_concurrency_fallback",
    duration_ms: 0,
  });
  expect(full.simulator.ledger.marks.live).toBe(0);
});

test("reserved slots are for callers from outside only", async () => {
  const { retell, simulator } = await start({ speed: 1, concurrencyLimit: 2, reservedInbound: 1 });
  await place(retell);
  expect((await refusal(place(retell))).status).toBe(429);
  expect(await tool<Result>(simulator, "inbound", CALL)).toMatchObject({ outcome: "accepted" });
  expect(await retell.concurrency.retrieve()).toMatchObject({
    current_concurrency: 2,
    reserved_inbound_concurrency: 1,
  });
});

test("a number of somebody else, or nonsense, is no call", async () => {
  const { simulator } = await start();
  await expect(tool(simulator, "inbound", { ...CALL, to_number: "+14155550000" })).rejects.toThrow("404");
  await expect(tool(simulator, "inbound", { from_number: CALLER })).rejects.toThrow("400");
});
