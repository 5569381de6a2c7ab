import Retell from "retell-sdk";
import { expect, test } from "vitest";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { analysed, get, openMailbox, place, refusal, start, until } from "./support.ts";

test("a call is answered, talks, ends and is analysed, and each webhook verifies", async () => {
  const mailbox = await openMailbox();
  const { retell } = await start({ speed: 60, webhookUrl: mailbox.url });
  const created = await place(retell, {
    override_agent_id: AGENT_IDS.appointmentReminder,
    metadata: { request: "r1" },
    retell_llm_dynamic_variables: { customer_name: "Ana Núñez", appointment_time: "Friday at 10" },
  });
  expect(created).toMatchObject({
    call_status: "registered",
    direction: "outbound",
    metadata: { request: "r1" },
  });
  expect(created.call_id).toMatch(/^call_[0-9a-f]{27}$/);
  expect(created.start_timestamp).toBeUndefined();

  const talking = await until(async () => {
    const call = await get(retell, created.call_id);
    return call.call_status === "ongoing" && (call.transcript_object?.length ?? 0) > 2 ? call : null;
  });
  const more = await until(async () => {
    const call = await get(retell, created.call_id);
    return (call.transcript?.length ?? 0) > (talking.transcript?.length ?? 0) ? call : null;
  });
  expect(more.start_timestamp).toBe(talking.start_timestamp);

  const call = await analysed(retell, created.call_id);
  expect(call.call_status).toBe("ended");
  expect(call.start_timestamp).toBe(talking.start_timestamp);
  expect(call.transcript).toContain("Am I speaking with Ana Núñez?");
  expect(call.transcript).toContain("Friday at 10");
  expect(call.call_analysis?.call_summary).toContain("Ana Núñez");

  await until(() => mailbox.of(call.call_id).length === 3);
  expect(
    mailbox
      .of(call.call_id)
      .map(({ event }) => event)
      .sort(),
  ).toEqual(["call_analyzed", "call_ended", "call_started"]);
  for (const { raw, signature } of mailbox.received) {
    expect(await Retell.verify(raw, "key_for_tests", signature)).toBe(true);
    expect(await Retell.verify(`${raw} `, "key_for_tests", signature)).toBe(false);
  }
  const final = mailbox.received.find(({ event }) => event === "call_analyzed");
  expect(final?.call).toEqual(call);
  expect(mailbox.received.find(({ event }) => event === "call_ended")?.call.call_analysis).toBeUndefined();
});

test("before a call is answered it rings, and that can be seen", async () => {
  const { retell } = await start({ speed: 3 });
  const { call_id } = await place(retell);
  expect((await get(retell, call_id)).telephony_identifier).toBeUndefined();
  const ringing = await until(async () => {
    const call = await get(retell, call_id);
    return call.telephony_identifier ? call : null;
  });
  expect(ringing).toMatchObject({
    call_status: "registered",
    telephony_identifier: { twilio_call_sid: expect.stringMatching(/^CA[0-9a-f]{32}$/) },
  });
});

test("times, words, text, cost and latency of a finished call agree with each other", async () => {
  const { retell, simulator } = await start();
  const agents = simulator.workspace.listAgents();
  const calls = await Promise.all(
    agents.flatMap((agent) =>
      [1, 2, 3].map(async () => {
        const { call_id } = await place(retell, {
          override_agent_id: agent.agent_id,
          retell_llm_dynamic_variables: { customer_name: 'Bo "Jr" O’Neil' },
        });
        return analysed(retell, call_id);
      }),
    ),
  );
  for (const call of calls) {
    const { start_timestamp = 0, end_timestamp = 0, duration_ms = 0 } = call;
    expect(end_timestamp - start_timestamp).toBe(duration_ms);
    expect(end_timestamp).toBeLessThanOrEqual(Date.now());
    expect(duration_ms).toBeGreaterThan(20_000);
    expect(duration_ms).toBeLessThan(75_000);

    const said = call.transcript_object ?? [];
    expect(said.length).toBeGreaterThanOrEqual(8);
    const names = { agent: "Agent", user: "User", transfer_target: "Transfer Target" };
    expect(call.transcript).toBe(said.map(({ role, content }) => `${names[role]}: ${content}\n`).join(""));
    expect(call.transcript_with_tool_calls?.filter((entry) => "words" in entry)).toEqual(said);
    let last = 0;
    for (const { content, words } of said) {
      expect(words.map(({ word }) => word).join(" ")).toBe(content);
      for (const { start = -1, end = -1 } of words) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
    }
    expect(last * 1000).toBeLessThanOrEqual(duration_ms);

    const cost = call.call_cost;
    const sum = cost?.product_costs.reduce((total, product) => total + product.cost, 0) ?? 0;
    expect(cost?.combined_cost).toBeCloseTo(sum, 3);
    expect(cost?.combined_cost).toBeGreaterThan(1);
    expect(call.latency?.e2e?.values).toHaveLength(call.latency?.e2e?.num ?? -1);
    expect(call.llm_token_usage?.values).toHaveLength(call.llm_token_usage?.num_requests ?? -1);

    for (const entry of call.transcript_with_tool_calls ?? []) {
      if (entry.role === "tool_call_invocation") expect(() => JSON.parse(entry.arguments)).not.toThrow();
    }
    const agent = await retell.agent.retrieve(call.agent_id);
    const fields = agent.post_call_analysis_data?.filter(({ type }) => type !== "system-presets");
    const found = Object.keys(call.call_analysis?.custom_analysis_data ?? {});
    expect(fields?.map(({ name }) => name)).toEqual(expect.arrayContaining(found));
    expect(found.length).toBeGreaterThan(0);
  }
});

test("a variable that was not sent is spoken as it is written", async () => {
  const { retell } = await start();
  const { call_id } = await place(retell, { override_agent_id: AGENT_IDS.appointmentReminder });
  const call = await analysed(retell, call_id);
  expect(call.transcript).toContain("this is Lakeside Health. Am I speaking with {{customer_name}}?");
});

test("settings sent with one call hold for that call only", async () => {
  const { retell } = await start();
  const { call_id } = await place(retell, {
    override_agent_id: AGENT_IDS.appointmentReminder,
    agent_override: { retell_llm: { begin_message: "Good day, {{customer_name}}!" } },
    retell_llm_dynamic_variables: { customer_name: "Ida" },
  });
  expect((await analysed(retell, call_id)).transcript).toContain("Agent: Good day, Ida!");
  const other = await place(retell, { override_agent_id: AGENT_IDS.appointmentReminder });
  expect((await analysed(retell, other.call_id)).transcript).not.toContain("Good day");
});

test("agents are drawn by weight", async () => {
  const { retell } = await start();
  const calls = await Promise.all(Array.from({ length: 150 }, () => place(retell)));
  const reminders = calls.filter(({ agent_id }) => agent_id === AGENT_IDS.appointmentReminder).length;
  expect(new Set(calls.map(({ agent_id }) => agent_id)).size).toBe(2);
  expect(reminders).toBeGreaterThan(75);
  expect(reminders).toBeLessThan(135);
});

test("stop ends an ongoing call where it is, and a second stop is refused", async () => {
  const { retell } = await start({ speed: 60 });
  const { call_id } = await place(retell);
  await until(async () => ((await get(retell, call_id)).transcript_object?.length ?? 0) > 2);
  await retell.call.stop(call_id);
  const call = await get(retell, call_id);
  expect(call).toMatchObject({ call_status: "ended", disconnection_reason: "manual_stopped" });
  expect((call.end_timestamp ?? 0) - (call.start_timestamp ?? 0)).toBe(call.duration_ms);
  expect(call.end_timestamp).toBeLessThanOrEqual(Date.now());
  const lastWord = call.transcript_object?.at(-1)?.words.at(-1)?.end ?? 0;
  expect(lastWord * 1000).toBeLessThanOrEqual(call.duration_ms ?? 0);
  expect((await refusal(retell.call.stop(call_id))).status).toBe(422);
  expect((await analysed(retell, call_id)).call_analysis?.call_successful).toBe(false);
});

test("stop while it rings means never connected, unless the simulator is told to refuse", async () => {
  const { retell } = await start({ speed: 1 });
  const { call_id } = await place(retell);
  await retell.call.stop(call_id);
  const call = await get(retell, call_id);
  expect(call).toMatchObject({
    call_status: "not_connected",
    disconnection_reason: "manual_stopped",
    duration_ms: 0,
  });
  const strict = await start({ speed: 1, stopWhileRinging: "refuse" });
  const other = await place(strict.retell);
  expect((await refusal(strict.retell.call.stop(other.call_id))).status).toBe(422);
});

test("a deleted call is gone, and nothing more is heard of it", async () => {
  const mailbox = await openMailbox();
  const { retell, simulator } = await start({ speed: 60, webhookUrl: mailbox.url });
  const { call_id } = await place(retell);
  await until(() => mailbox.of(call_id).length === 1);
  await retell.call.delete(call_id);
  expect((await refusal(retell.call.retrieve(call_id))).status).toBe(422);
  const later = await place(retell);
  await analysed(retell, later.call_id);
  expect(simulator.ledger.deliveriesOf(call_id)).toHaveLength(1);
});

test("an update replaces metadata, only tightens storage, and needs a finished call", async () => {
  const { retell } = await start({ speed: 60 });
  const { call_id } = await place(retell, { metadata: { a: 1 } });
  expect((await refusal(retell.call.update(call_id, { metadata: {} }))).status).toBe(400);
  await analysed(retell, call_id);
  const updated = await retell.call.update(call_id, { metadata: { b: 2 } });
  expect(updated.metadata).toEqual({ b: 2 });
  const stored = await retell.call.update(call_id, { data_storage_setting: "basic_attributes_only" });
  expect(stored.transcript).toBeUndefined();
  expect(stored.recording_url).toBeUndefined();
  expect(stored.metadata).toBeUndefined();
  const looser = retell.call.update(call_id, { data_storage_setting: "everything" });
  expect((await refusal(looser)).status).toBe(400);
});

test("concurrency counts calls that ring or talk, and beyond the limit comes 429", async () => {
  const { retell } = await start({ speed: 1, concurrencyLimit: 3 });
  for (let count = 0; count < 3; count += 1) await place(retell);
  expect(await retell.concurrency.retrieve()).toMatchObject({ current_concurrency: 3, concurrency_limit: 3 });
  const error = await refusal(place(retell));
  expect(error.status).toBe(429);
  expect(error.error).toEqual({
    status: "error",
    message: "Account rate limited, please throttle your requests.",
  });
});

test("the concurrency is the number of calls that list-calls shows as ringing or talking", async () => {
  const { retell } = await start({ speed: 20 });
  const bodies = [{}, { to_number: "+12137770001" }, { to_number: "+12137770002" }];
  for (const body of bodies) await place(retell, body);
  await retell.call.registerPhoneCall({ agent_id: AGENT_IDS.frontDesk });
  const live = async () => {
    const { items } = await retell.call.list();
    return items.filter(({ call_status }) => ["registered", "ongoing"].includes(call_status)).length;
  };
  const seen = new Set<number>();
  await until(async () => {
    const before = await live();
    const { current_concurrency: current } = await retell.concurrency.retrieve();
    if (before === (await live())) expect(current).toBe(before);
    seen.add(before);
    return before <= 1;
  });
  expect(seen.size).toBeGreaterThan(1);
});

test("more calls in one second than allowed are refused with 429", async () => {
  const { retell } = await start({ speed: 1, callsPerSecond: 2 });
  const outcomes = await Promise.allSettled([place(retell), place(retell), place(retell)]);
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(refused.map(({ status }) => status)).toEqual([429]);
});
