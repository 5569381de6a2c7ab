import type Retell from "retell-sdk";
import { expect, test } from "vitest";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { analysed, get, type PhoneCall, place, refusal, start, until } from "./support.ts";

/** A call of more than five minutes goes on for long enough to be changed, however slow the machine. */
const SPEED = 100;
const LONG = "+12137770008";

async function talking(
  retell: Retell,
  body: Partial<Retell.CallCreatePhoneCallParams> = {},
): Promise<PhoneCall> {
  const { call_id } = await place(retell, {
    to_number: LONG,
    override_agent_id: AGENT_IDS.appointmentReminder,
    ...body,
  });
  return until(async () => {
    const call = await get(retell, call_id);
    return call.call_status === "ongoing" && call.transcript_object?.length ? call : null;
  });
}

test("context is added to the transcript at once, as injected, and stays there", async () => {
  const { retell } = await start({ speed: SPEED });
  const { call_id } = await talking(retell);
  const context = "The customer has just paid.";
  const call_control = { additional_context: context, trigger_response: true };
  expect(await retell.call.updateLive(call_id, { call_control })).toEqual({ success: true });
  const seen = (await get(retell, call_id)).transcript_with_tool_calls?.at(-1);
  expect(seen).toMatchObject({ role: "injected", content: context, time_sec: expect.any(Number) });
  await retell.call.stop(call_id);
  const call = await analysed(retell, call_id);
  expect(call.transcript_with_tool_calls?.filter(({ role }) => role === "injected")).toEqual([seen]);
  expect(call.transcript).not.toContain(context);
});

test("overridden variables are spoken from then on, merged, and taken back with null", async () => {
  const { retell, simulator } = await start({ speed: SPEED });
  const { call_id } = await talking(retell, {
    retell_llm_dynamic_variables: { customer_name: "Ida", appointment_time: "Friday at 10" },
  });
  const override = (variables: Record<string, string> | null) =>
    retell.call.updateLive(call_id, { fields_to_override: { override_dynamic_variables: variables } });
  await override({ appointment_time: "Monday at 9" });
  await override({ clinic_name: "Harbor" });
  await override(null);
  await override({ appointment_time: "Sunday noon" });
  expect(
    simulator
      .calls()
      .at(-1)
      ?.liveChanges?.map(({ variables }) => variables),
  ).toEqual([
    { appointment_time: { was: "Friday at 10", now: "Monday at 9" } },
    { clinic_name: { was: "Lakeside Health", now: "Harbor" } },
    {
      appointment_time: { was: "Monday at 9", now: "Friday at 10" },
      clinic_name: { was: "Harbor", now: "Lakeside Health" },
    },
    { appointment_time: { was: "Friday at 10", now: "Sunday noon" } },
  ]);
  const call = await analysed(retell, call_id);
  const said = call.transcript_object?.filter(({ role }) => role === "agent").map(({ content }) => content);
  expect(said?.join(" ")).toContain("Sunday noon");
  expect(call.retell_llm_dynamic_variables?.appointment_time).toBe("Friday at 10");
  for (const { words, content } of call.transcript_object ?? []) {
    expect(words.map(({ word }) => word).join(" ")).toBe(content);
  }
});

test("metadata and storage of a live call change at once, and storage only towards less", async () => {
  const { retell } = await start({ speed: SPEED });
  const { call_id } = await talking(retell, { metadata: { a: 1 } });
  await retell.call.updateLive(call_id, {
    fields_to_override: { metadata: { b: 2 }, data_storage_setting: "basic_attributes_only" },
  });
  expect(await get(retell, call_id)).toMatchObject({ metadata: { b: 2 } });
  const looser = retell.call.updateLive(call_id, {
    fields_to_override: { metadata: { c: 3 }, data_storage_setting: "everything" },
  });
  expect((await refusal(looser)).status).toBe(400);
  expect(await get(retell, call_id)).toMatchObject({ metadata: { b: 2 } });
  await retell.call.stop(call_id);
  expect(await analysed(retell, call_id)).not.toHaveProperty("metadata");
});

test("a listener takes over, the agent falls silent, and the call ends as taken over", async () => {
  const { retell } = await start({ speed: SPEED });
  const { call_id } = await talking(retell);
  const first = await retell.call.listenLive(call_id);
  const second = await retell.call.listenLive(call_id);
  expect(first).toMatchObject({ transport: "gateway", room_name: expect.stringContaining(call_id) });
  expect(first.participant_id).not.toBe(second.participant_id);
  expect(first.expires_at).toBeGreaterThan(Date.now());
  const take = (participant_id: string) => retell.call.takeOverLive(call_id, { participant_id });
  expect((await refusal(take("listener_none"))).status).toBe(400);
  expect(await take(first.participant_id)).toEqual({ success: true });
  expect((await refusal(take(second.participant_id))).status).toBe(400);
  const before = (await get(retell, call_id)).transcript_object?.filter(({ role }) => role === "agent");
  const call = await analysed(retell, call_id);
  expect(call).toMatchObject({ call_status: "ended", disconnection_reason: "call_take_over" });
  expect(call.transcript_object?.filter(({ role }) => role === "agent")).toEqual(before);
});

test("none of it works on a call that rings or is over, and unknown fields are refused", async () => {
  const { retell } = await start({ speed: 2_000 });
  const { call_id } = await place(retell, { to_number: "+12137770002" });
  await analysed(retell, call_id);
  for (const attempt of [
    retell.call.updateLive(call_id, {}),
    retell.call.listenLive(call_id),
    retell.call.takeOverLive(call_id, { participant_id: "listener_1" }),
  ]) {
    expect((await refusal(attempt)).status).toBe(422);
  }
  const wrong = [
    { volume: 11 },
    { fields_to_override: { agent_name: "x" } },
    { fields_to_override: { override_dynamic_variables: { age: 4 } } },
    { call_control: { additional_context: "" } },
  ];
  for (const body of wrong) {
    const attempt = retell.patch(`/v2/update-live-call/${call_id}`, { body });
    expect((await refusal(attempt)).status, JSON.stringify(body)).toBe(400);
  }
});
