import { readFileSync } from "node:fs";
import Retell from "retell-sdk";
import { expect, test } from "vitest";
import { ANSWERS } from "../../simulator/answers.ts";
import { startSimulator } from "../../simulator/index.ts";
import { firstLine, run } from "./program.ts";
import { analysed, clientFor, get, openMailbox, place, refusal, start, until } from "./support.ts";

const BUSY = { to_number: "+12137770002" } as const;

test("the README tells every answer that can be chosen", () => {
  const readme = readFileSync(new URL("../../simulator/README.md", import.meta.url), "utf8");
  expect(Object.keys(ANSWERS).filter((name) => !readme.includes(`\`${name}`))).toEqual([]);
});

test("deleting what is not there can be 404 while asking for it is 422", async () => {
  const { retell } = await start({ deleteAbsentStatus: 404 });
  expect((await refusal(retell.call.delete("call_none"))).status).toBe(404);
  expect((await refusal(retell.agent.delete("agent_none"))).status).toBe(404);
  expect((await refusal(retell.phoneNumber.delete("+10000000000"))).status).toBe(404);
  expect((await refusal(retell.call.retrieve("call_none"))).status).toBe(422);
});

test("what needs an ongoing call can be refused with 400", async () => {
  const { retell } = await start({ notOngoingStatus: 400 });
  const { call_id } = await place(retell, BUSY);
  await analysed(retell, call_id);
  expect((await refusal(retell.call.stop(call_id))).status).toBe(400);
  expect((await refusal(retell.call.updateLive(call_id, {}))).status).toBe(400);
});

test("a call beyond the concurrency limit can be taken and come to nothing, without ever taking a slot", async () => {
  const { retell, simulator } = await start({ concurrencyLimit: 0, overConcurrency: "end" });
  const { call_id, call_status } = await place(retell);
  expect(call_status).toBe("registered");
  expect(await analysed(retell, call_id)).toMatchObject({
    call_status: "error",
    disconnection_reason: "concurrency_limit_reached",
  });
  expect(simulator.ledger.marks.live).toBe(0);
});

test("a call without payment can be taken and come to nothing", async () => {
  const { retell } = await start({ paymentValid: false, withoutPayment: "end" });
  const { call_id } = await place(retell);
  expect(await analysed(retell, call_id)).toMatchObject({ disconnection_reason: "no_valid_payment" });
  const web = await retell.call.createWebCall({ agent_id: "agent_xxx" });
  const call = await until(async () => {
    const seen = await retell.call.retrieve(web.call_id);
    return seen.call_analysis ? seen : null;
  });
  expect(call.disconnection_reason).toBe("no_valid_payment");
});

test("a 429 for a limit can say when to come again", async () => {
  const { retell } = await start({ speed: 1, concurrencyLimit: 0, hintRetryAfter: true });
  expect((await refusal(place(retell))).headers?.get("retry-after-ms")).toBe("1000");
  const silent = await start({ concurrencyLimit: 0 });
  expect((await refusal(place(silent.retell))).headers?.get("retry-after-ms")).toBeNull();
});

test("call_inbound can leave out the id of its call", async () => {
  const mailbox = await openMailbox();
  const { retell, simulator } = await start({ inboundCallId: false });
  await retell.phoneNumber.update("+14157774466", { inbound_webhook_url: mailbox.url });
  const body = JSON.stringify({ from_number: "+12137770011", to_number: "+14157774466" });
  await fetch(`${simulator.url}/__sim/inbound`, { method: "POST", body });
  expect(mailbox.received[0]?.body.call_inbound).not.toHaveProperty("call_id");
});

test("an analysis that is run again is silent, or tells so once more", async () => {
  for (const rerunWebhook of [false, true]) {
    const mailbox = await openMailbox();
    const { retell } = await start({ rerunWebhook, webhookUrl: mailbox.url });
    const { call_id } = await place(retell, BUSY);
    await until(() => mailbox.of(call_id).length === 2);
    await retell.call.rerunAnalysis(call_id);
    const told = () => mailbox.of(call_id).filter(({ event }) => event === "call_analyzed").length;
    if (rerunWebhook) await until(() => told() === 2);
    const later = await place(retell, BUSY);
    await until(() => mailbox.of(later.call_id).length === 2);
    expect(told()).toBe(rerunWebhook ? 2 : 1);
  }
});

test("lists can leave out links to recordings, which get-call still has", async () => {
  const { retell } = await start({ listRecordings: false });
  const { call_id } = await place(retell);
  await analysed(retell, call_id);
  const [item] = (await retell.call.list()).items;
  expect(item).not.toHaveProperty("recording_url");
  expect(await get(retell, call_id)).toHaveProperty("recording_url");
});

test("the retired forms of list-calls are gone, with 404 or 410", async () => {
  for (const retiredStatus of [404, 410] as const) {
    const { retell } = await start({ retiredStatus });
    expect((await refusal(retell.post("/v2/list-calls", { body: {} }))).status).toBe(retiredStatus);
    expect((await refusal(retell.get("/list-calls"))).status).toBe(retiredStatus);
  }
});

test("burst raises the limit to three times as many calls", async () => {
  const { retell } = await start({ speed: 1, concurrencyLimit: 1, burst: true });
  for (let count = 0; count < 3; count += 1) await place(retell);
  expect((await refusal(place(retell))).status).toBe(429);
  expect(await retell.concurrency.retrieve()).toMatchObject({
    current_concurrency: 3,
    concurrency_limit: 1,
    concurrency_burst_enabled: true,
    concurrency_burst_limit: 3,
  });
});

test("answers are chosen on the command line too, and an unknown one is refused", async () => {
  const child = run(
    "--port",
    "0",
    "--history",
    "0",
    "--answer",
    "absentStatus=404",
    "--answer",
    "errorKey=error_message",
  );
  const { url } = await firstLine(child);
  const error = await refusal(clientFor(String(url), "key_simulated").call.retrieve("call_none"));
  expect(error).toBeInstanceOf(Retell.NotFoundError);
  expect(error.error).toHaveProperty("error_message");
  await expect(startSimulator({ port: 0, absentStatus: 418 as 404 })).rejects.toThrow("absentStatus");
});

test("a lenient simulator lets things pass that a strict one refuses, and deletes nothing", async () => {
  const { retell } = await start({ lenient: true, history: 3 });
  const id = "call_a4441234567890777c4a4a123e6";
  await retell.call.stop(id);
  expect(await retell.call.updateLive(id, {})).toEqual({ success: true });
  const { participant_id } = await retell.call.listenLive(id);
  expect(await retell.call.takeOverLive(id, { participant_id })).toEqual({ success: true });
  await retell.call.delete(id);
  await retell.call.retrieve(id);
  await retell.agent.delete("agent_xxx");
  await retell.agent.retrieve("agent_xxx");
  await retell.phoneNumber.delete("+14157774444");
  await retell.phoneNumber.retrieve("+14157774444");
});
