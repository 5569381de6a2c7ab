import { expect, test } from "vitest";
import { signatureOf } from "../../simulator/webhooks/signature.ts";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { analysed, openMailbox, place, start, until } from "./support.ts";

test("the signature is the platform's", () => {
  expect(signatureOf('{"event":"call_ended"}', "test-api-key", 1_700_000_000_000)).toBe(
    "v=1700000000000,d=07024cabe7dd8f6d1c6e4a8324ca92c812e6ad4a7ee506c04f7e462e3321823e",
  );
});

test("an event that is not taken is sent again, and signed anew each time", async () => {
  const mailbox = await openMailbox();
  const { retell, simulator } = await start({ webhookUrl: mailbox.url, speed: 20 });
  mailbox.replies.push(500, 302, 404);
  const { call_id } = await place(retell, {
    to_number: "+12137770002",
    agent_override: { agent: { webhook_events: ["call_ended"] } },
  });
  await until(() => simulator.ledger.deliveriesOf(call_id).length === 4);
  const attempts = simulator.ledger.deliveriesOf(call_id);
  expect(attempts.map(({ attempt, status }) => [attempt, status])).toEqual([
    [0, 500],
    [1, 302],
    [2, 404],
    [3, 204],
  ]);
  expect(new Set(mailbox.of(call_id).map(({ signature }) => signature)).size).toBe(4);
});

test("an event that is not taken does not hold up later ones", async () => {
  const mailbox = await openMailbox();
  const { retell, simulator } = await start({ webhookUrl: mailbox.url, speed: 20 });
  mailbox.always.call_ended = 500;
  const { call_id } = await place(retell, { to_number: "+12137770002" });
  await until(() => simulator.ledger.deliveriesOf(call_id).length === 5);
  const attempts = simulator.ledger.deliveriesOf(call_id);
  const analysed = attempts.findIndex(({ event }) => event === "call_analyzed");
  expect(attempts[analysed]?.status).toBe(204);
  expect(analysed).toBeLessThan(4);
});

test("after the fourth attempt an event is lost", async () => {
  const mailbox = await openMailbox();
  const { retell, simulator } = await start({ webhookUrl: mailbox.url });
  mailbox.replies.push(...Array.from({ length: 20 }, () => 500));
  const { call_id } = await place(retell, { to_number: "+12137770002" });
  await until(() => simulator.ledger.deliveriesOf(call_id).length === 8);
  const ended = mailbox.of(call_id).filter(({ event }) => event === "call_ended");
  expect(ended).toHaveLength(4);
  expect(new Set(ended.map(({ raw }) => raw)).size).toBe(1);
});

test("nobody listening is written down as an error", async () => {
  const { retell, simulator } = await start({ webhookUrl: "http://127.0.0.1:1/" });
  const { call_id } = await place(retell, { to_number: "+12137770002" });
  const [first] = await until(() => {
    const attempts = simulator.ledger.deliveriesOf(call_id);
    return attempts.length > 0 ? attempts : null;
  });
  expect(first).toMatchObject({ status: null, error: expect.stringContaining("fetch failed") });
});

test("an agent's own URL beats the account's, and a call's own beats both", async () => {
  const [account, agent, own] = [await openMailbox(), await openMailbox(), await openMailbox()];
  const { retell } = await start({ webhookUrl: account.url });
  const updated = await retell.agent.update(AGENT_IDS.frontDesk, {
    webhook_url: `${agent.url}?who={{customer_name}}`,
    webhook_events: ["call_ended"],
  });
  expect(updated.webhook_url).toContain(agent.url);
  const first = await place(retell, { override_agent_id: AGENT_IDS.frontDesk });
  const second = await place(retell, {
    override_agent_id: AGENT_IDS.frontDesk,
    agent_override: { agent: { webhook_url: own.url, webhook_events: ["call_analyzed"] } },
  });
  await until(() => agent.of(first.call_id).length === 1 && own.of(second.call_id).length === 1);
  await analysed(retell, first.call_id);
  expect(agent.received.map(({ event }) => event)).toEqual(["call_ended"]);
  expect(own.received.map(({ event }) => event)).toEqual(["call_analyzed"]);
  expect(account.received).toEqual([]);
});

test("agents that ask for it get the transcript as it grows", async () => {
  const mailbox = await openMailbox();
  const { retell } = await start({ webhookUrl: mailbox.url });
  await retell.agent.update(AGENT_IDS.visitSurvey, { webhook_events: ["transcript_updated"] });
  const { call_id } = await place(retell, { override_agent_id: AGENT_IDS.visitSurvey });
  const call = await analysed(retell, call_id);
  const turns = call.transcript_object?.length ?? 0;
  await until(() => mailbox.of(call_id).length === turns + 1);
  const sizes = mailbox.received.map(({ body }) => (body.transcript_with_tool_calls as unknown[]).length);
  expect(Math.max(...sizes)).toBe(call.transcript_with_tool_calls?.length);
});

test("a transfer is told step by step", async () => {
  const mailbox = await openMailbox();
  const { retell } = await start({ webhookUrl: mailbox.url });
  await retell.agent.update(AGENT_IDS.appointmentReminder, {
    webhook_events: ["transfer_started", "transfer_bridged", "transfer_cancelled", "transfer_ended"],
  });
  const body = { override_agent_id: AGENT_IDS.appointmentReminder };
  const expected = {
    call_transfer: ["transfer_bridged", "transfer_ended", "transfer_started"],
    transfer_bridged: ["transfer_bridged", "transfer_ended", "transfer_started"],
    transfer_cancelled: ["transfer_cancelled", "transfer_started"],
  };
  for (const [simulate, events] of Object.entries(expected)) {
    const { call_id } = await place(retell, { ...body, metadata: { simulate } });
    await analysed(retell, call_id);
    await until(() => mailbox.of(call_id).length === events.length);
    expect(
      mailbox
        .of(call_id)
        .map(({ event }) => event)
        .sort(),
    ).toEqual(events);
    const started = mailbox.of(call_id).find(({ event }) => event === "transfer_started");
    expect(started?.body.transfer_destination).toEqual({ number: "+14157774400", extension: null });
  }
});
