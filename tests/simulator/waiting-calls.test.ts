import type Retell from "retell-sdk";
import { expect, test } from "vitest";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { analysed, openMailbox, refusal, start, tool, until } from "./support.ts";

const AGENT = { agent_id: AGENT_IDS.frontDesk };

async function over(retell: Retell, callId: string): Promise<Retell.CallResponse> {
  return until(async () => {
    const call = await retell.call.retrieve(callId);
    return call.call_analysis ? call : null;
  });
}

/** Slow enough that nobody is too late to join, on any machine. */
const UNHURRIED = 5;

/** Lets a call go on until somebody has spoken, and ends it. */
async function hangUp(retell: Retell, callId: string): Promise<void> {
  await until(async () => (await retell.call.retrieve(callId)).transcript_object?.length);
  await retell.call.stop(callId);
}

test("a web call tells the browser how to join, and goes on once it has", async () => {
  const mailbox = await openMailbox();
  const { retell, simulator } = await start({ speed: UNHURRIED, webhookUrl: mailbox.url });
  const created = await retell.call.createWebCall({ ...AGENT, metadata: { request: "w1" } });
  expect(created).toMatchObject({ transport: "gateway", access_token: expect.stringMatching(/^.{40,}$/) });
  expect(created.expires_at).toBeGreaterThan(Date.now() - 1_000);
  expect(created.ice_servers[0]?.urls).toBeTruthy();
  const waiting = await retell.call.retrieve(created.call_id);
  expect(waiting).toMatchObject({
    call_type: "web_call",
    call_status: "registered",
    access_token: created.access_token,
    metadata: { request: "w1" },
  });
  for (const name of ["direction", "from_number", "to_number"]) expect(waiting).not.toHaveProperty(name);

  expect(await tool(simulator, `calls/${created.call_id}/connect`)).toMatchObject({ call_status: "ongoing" });
  await hangUp(retell, created.call_id);
  const call = await over(retell, created.call_id);
  expect(call).toMatchObject({
    call_type: "web_call",
    call_status: "ended",
    recording_url: expect.any(String),
  });
  expect(call).not.toHaveProperty("telephony_identifier");
  expect(JSON.stringify(call.call_cost)).not.toContain("telephony");
  const found = await retell.call.list({
    filter_criteria: { call_type: { type: "enum", op: "in", value: ["web_call"] } },
  });
  expect(found.items.map(({ call_id }) => call_id)).toEqual([created.call_id]);
  await until(() => mailbox.of(created.call_id).length === 3);
});

test("a web call that nobody joins ends after half a minute", async () => {
  const { retell, simulator } = await start();
  const { call_id } = await retell.call.createWebCall(AGENT);
  expect(await over(retell, call_id)).toMatchObject({
    call_status: "error",
    disconnection_reason: "error_user_not_joined",
    duration_ms: 0,
  });
  expect((await retell.concurrency.retrieve()).current_concurrency).toBe(0);
  await expect(tool(simulator, `calls/${call_id}/connect`)).rejects.toThrow("400");
});

test("the former path of web calls answers the whole call", async () => {
  const { retell } = await start();
  const call = await retell.post<Retell.WebCallResponse>("/v2/create-web-call", { body: AGENT });
  expect(call).toMatchObject({ call_type: "web_call", call_status: "registered", agent_id: AGENT.agent_id });
  expect(call.access_token).toBeTruthy();
});

test("metadata can make the browser join by itself", async () => {
  const { retell } = await start();
  const { call_id } = await retell.call.createWebCall({ ...AGENT, metadata: { simulate: "agent_hangup" } });
  expect(await over(retell, call_id)).toMatchObject({
    call_status: "ended",
    disconnection_reason: "agent_hangup",
  });
});

test("a registered call keeps what it was given, and goes on once it is dialled in", async () => {
  const { retell, simulator } = await start({ speed: UNHURRIED });
  const given = { direction: "inbound", from_number: "1001", to_number: "1002" } as const;
  const created = await retell.call.registerPhoneCall({ ...AGENT, ...given });
  expect(created).toMatchObject({ ...given, call_type: "phone_call", call_status: "registered" });
  await tool(simulator, `calls/${created.call_id}/connect`);
  await hangUp(retell, created.call_id);
  expect(await analysed(retell, created.call_id)).toMatchObject({ ...given, call_status: "ended" });
});

test("a registered call that nobody dials in to ends after five minutes", async () => {
  const { retell } = await start();
  const { call_id, ...created } = await retell.call.registerPhoneCall(AGENT);
  expect(created).not.toHaveProperty("to_number");
  expect(await over(retell, call_id)).toMatchObject({
    call_status: "error",
    disconnection_reason: "registered_call_timeout",
  });
});

test("such calls need an agent that exists and a free slot, and are not counted as dialled", async () => {
  const { retell, simulator } = await start({ speed: 1, concurrencyLimit: 2, callsPerSecond: 1 });
  const nobody = { agent_id: "agent_none" };
  expect((await refusal(retell.call.createWebCall(nobody))).status).toBe(422);
  expect((await refusal(retell.call.registerPhoneCall(nobody))).status).toBe(422);
  expect((await refusal(retell.call.createWebCall({ agent_id: "" }))).status).toBe(400);
  await retell.call.createWebCall(AGENT);
  await retell.call.registerPhoneCall(AGENT);
  expect((await refusal(retell.call.createWebCall(AGENT))).status).toBe(429);
  expect((await retell.concurrency.retrieve()).current_concurrency).toBe(2);
  expect(simulator.ledger.starts).toMatchObject([
    { door: "create-web-call", live: 1, dialled_in_second: null },
    { door: "register-phone-call", live: 2, dialled_in_second: null },
  ]);
});
