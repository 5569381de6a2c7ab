import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Retell from "retell-sdk";
import { expect, onTestFinished, test } from "vitest";
import { withLiveChanges } from "../../simulator/calls/live-changes.ts";
import { type Story, tellStory } from "../../simulator/calls/story.ts";
import { isUtterance } from "../../simulator/calls/transcript.ts";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { analysed, get, type PhoneCall, place, refusal, start, until } from "./support.ts";

/** A call of more than five minutes, so slow that it goes on while it is changed, however busy the machine. */
const SPEED = 20;
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

async function hungUp(retell: Retell, callId: string): Promise<PhoneCall> {
  await retell.call.stop(callId);
  return analysed(retell, callId);
}

test("context is added to the transcript at once, as injected, and stays there", async () => {
  const { retell } = await start({ speed: SPEED });
  const { call_id } = await talking(retell);
  const context = "The customer has just paid.";
  const call_control = { additional_context: context, trigger_response: true };
  expect(await retell.call.updateLive(call_id, { call_control })).toEqual({ success: true });
  const injected = (call: PhoneCall) =>
    call.transcript_with_tool_calls?.filter(({ role }) => role === "injected");
  const [seen, ...others] = injected(await get(retell, call_id)) ?? [];
  expect(others).toEqual([]);
  expect(seen).toMatchObject({ role: "injected", content: context, time_sec: expect.any(Number) });
  const call = await hungUp(retell, call_id);
  expect(injected(call)).toEqual([seen]);
  expect(call.transcript).not.toContain(context);
});

test("overridden variables are merged, and taken back with null", async () => {
  const { retell, simulator } = await start({ speed: SPEED });
  const { call_id } = await talking(retell, {
    retell_llm_dynamic_variables: { customer_name: "Ida", appointment_time: "Friday at 10" },
  });
  const override = (variables: Record<string, string> | null) =>
    retell.call.updateLive(call_id, { fields_to_override: { override_dynamic_variables: variables } });
  await override({ appointment_time: "Monday at 9" });
  await override({ clinic_name: "Harbor" });
  await override(null);
  expect(simulator.calls()[0]?.liveChanges?.map(({ variables }) => variables)).toEqual([
    { appointment_time: { was: "Friday at 10", now: "Monday at 9" } },
    { clinic_name: { was: "Lakeside Health", now: "Harbor" } },
    {
      appointment_time: { was: "Monday at 9", now: "Friday at 10" },
      clinic_name: { was: "Harbor", now: "Lakeside Health" },
    },
  ]);
  expect((await hungUp(retell, call_id)).retell_llm_dynamic_variables?.appointment_time).toBe("Friday at 10");
});

test("what is overridden in the middle of a talk is spoken from then on, in the same time", async () => {
  const { retell, simulator } = await start();
  await analysed(
    retell,
    (await place(retell, { retell_llm_dynamic_variables: { customer_name: "Ida" } })).call_id,
  );
  const [record] = simulator.calls();
  if (!record) throw new Error("There is no call.");
  const before = tellStory(record);
  const agentSays = (story: Story) =>
    story.entries.flatMap(({ entry }) => (isUtterance(entry) && entry.role === "agent" ? [entry] : []));
  const [first, last] = [agentSays(before)[0], agentSays(before).at(-1)];
  expect(first?.content).toContain("Ida");
  expect(last?.content).toContain("Ida");
  const variables = { customer_name: { was: "Ida", now: "Maria de la Luz" } };
  const after = withLiveChanges(before, [{ atMs: before.durationMs / 2, variables }]);
  expect(agentSays(after)[0]).toEqual(first);
  const changed = agentSays(after).at(-1);
  expect(changed?.content).toBe(last?.content.replaceAll("Ida", "Maria de la Luz"));
  expect(changed?.words.map(({ word }) => word).join(" ")).toBe(changed?.content);
  expect([changed?.words.at(0)?.start, changed?.words.at(-1)?.end]).toEqual([
    last?.words.at(0)?.start,
    expect.closeTo(last?.words.at(-1)?.end ?? 0, 6),
  ]);
  expect(after.durationMs).toBe(before.durationMs);
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
  expect(await hungUp(retell, call_id)).not.toHaveProperty("metadata");
});

test("a listener takes over, the agent falls silent, and the call ends as taken over", async () => {
  const folder = mkdtempSync(join(tmpdir(), "simulator-live-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, "workspace.jsonl");
  const { retell, simulator } = await start({ speed: SPEED, stateFile });
  const { call_id } = await talking(retell);
  const first = await retell.call.listenLive(call_id);
  const second = await retell.call.listenLive(call_id);
  expect(first).toMatchObject({ transport: "gateway", room_name: expect.stringContaining(call_id) });
  expect(first.participant_id).not.toBe(second.participant_id);
  expect(first.expires_at).toBeGreaterThan(Date.now());
  const take = (participant_id: string) => retell.call.takeOverLive(call_id, { participant_id });
  expect((await refusal(take("listener_none"))).status).toBe(400);
  expect(await take(first.participant_id)).toEqual({ success: true });
  const before = (await get(retell, call_id)).transcript_object?.filter(({ role }) => role === "agent");
  expect((await refusal(take(second.participant_id))).status).toBe(400);
  await simulator.stop();
  const hurried = await start({ speed: 2_000, stateFile });
  const call = await analysed(hurried.retell, call_id);
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
