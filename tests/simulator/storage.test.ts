import { expect, test, vi } from "vitest";
import { AGENT_IDS } from "../../simulator/workspace/agent-ids.ts";
import { analysed, get, openMailbox, type PhoneCall, place, refusal, start, tool, until } from "./support.ts";

const AGENT = AGENT_IDS.appointmentReminder;
const RAW = [
  "transcript",
  "transcript_object",
  "transcript_with_tool_calls",
  "recording_url",
  "public_log_url",
];
const MINUTE_MS = 60_000;

type Settings = Parameters<Awaited<ReturnType<typeof start>>["retell"]["agent"]["update"]>[1];

/** A finished call of an agent with these settings, as get-call shows it and as call_ended told it. */
async function callWith(settings: Settings) {
  const mailbox = await openMailbox();
  const { retell, simulator } = await start({ webhookUrl: mailbox.url });
  await retell.agent.update(AGENT, settings);
  const { call_id } = await place(retell, {
    override_agent_id: AGENT,
    metadata: { a: 1 },
    retell_llm_dynamic_variables: { customer_name: "Ana Núñez" },
  });
  const stored = await analysed(retell, call_id);
  const told = await until(() => mailbox.of(call_id).find(({ event }) => event === "call_ended")?.call);
  return { retell, simulator, stored, told, call_id };
}

const status = async (url: string | undefined) => (await fetch(url ?? "")).status;

test("everything is kept unless somebody says otherwise", async () => {
  const { stored } = await callWith({});
  for (const name of [...RAW, "from_number", "to_number", "metadata"]) expect(stored).toHaveProperty(name);
});

test("basic attributes only: nothing said and nobody named is kept, though the webhook tells it", async () => {
  const { stored, told } = await callWith({ data_storage_setting: "basic_attributes_only" });
  const left = ["from_number", "to_number", "metadata", "retell_llm_dynamic_variables"];
  for (const name of [...RAW, ...left]) {
    expect(stored).not.toHaveProperty(name);
    expect(told).toHaveProperty(name);
  }
  expect(stored).toMatchObject({ call_status: "ended", duration_ms: told.duration_ms });
});

test("its recording can be fetched for ten minutes by the link in the webhook, and not otherwise", async () => {
  const { told } = await callWith({ data_storage_setting: "basic_attributes_only" });
  const url = told.recording_url ?? "";
  expect(await status(url)).toBe(200);
  expect(await status(url.split("?")[0])).toBe(403);
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"], now: now + 9 * MINUTE_MS });
  try {
    expect(await status(url)).toBe(200);
    vi.setSystemTime(now + 10 * MINUTE_MS);
    expect(await status(url)).toBe(403);
  } finally {
    vi.useRealTimers();
  }
});

const scrubbing = (categories: ("person_name" | "phone_number")[]): Settings => ({
  data_storage_setting: "everything_except_pii",
  pii_config: { mode: "post_call", categories },
});

test("without personal data: only scrubbed forms are kept, and what is scrubbed can be chosen", async () => {
  const names = await callWith(scrubbing(["person_name"]));
  for (const name of RAW) expect(names.stored).not.toHaveProperty(name);
  expect(names.stored).toHaveProperty("to_number");
  expect(names.stored).toHaveProperty("scrubbed_recording_url");
  const said = (call: PhoneCall) => JSON.stringify(call.scrubbed_transcript_with_tool_calls);
  expect(said(names.stored)).toContain("[person_name 1]");
  expect(said(names.stored)).not.toContain("Núñez");

  const numbers = await callWith(scrubbing(["phone_number"]));
  expect(numbers.stored).not.toHaveProperty("to_number");
  expect(numbers.stored).toHaveProperty("from_number");
  expect(said(numbers.stored)).toContain("Núñez");

  const nothing = await callWith(scrubbing([]));
  for (const name of [...RAW, "to_number"]) expect(nothing.stored).toHaveProperty(name);
});

test("after its days of retention a call is deleted like any other", async () => {
  const { retell, simulator, call_id } = await callWith({ data_storage_retention_days: 2 });
  const forever = await place(retell, { override_agent_id: AGENT_IDS.frontDesk });
  await analysed(retell, forever.call_id);
  const cleanUp = (days_later: number) => tool<{ deleted: string[] }>(simulator, "clean-up", { days_later });
  expect(await cleanUp(1.9)).toEqual({ deleted: [] });
  await get(retell, call_id);
  expect(await cleanUp(2.1)).toEqual({ deleted: [call_id] });
  expect((await refusal(retell.call.retrieve(call_id))).status).toBe(422);
  await get(retell, forever.call_id);
});

test("the analysis can be run again with the agent as it is now, and costs again", async () => {
  const { retell, call_id, stored } = await callWith({});
  const fields = [{ type: "boolean", name: "appointment_confirmed", description: "?" }] as const;
  await retell.agent.update(AGENT, { post_call_analysis_data: [...fields] });
  const again = await retell.call.rerunAnalysis(call_id);
  expect(Object.keys(again.call_analysis?.custom_analysis_data ?? {})).toEqual(["appointment_confirmed"]);
  const difference = (again.call_cost?.combined_cost ?? 0) - (stored.call_cost?.combined_cost ?? 0);
  expect(difference).toBeCloseTo(1.7, 3);
  expect(await get(retell, call_id)).toEqual(again);
});

test("a call that rings or talks has nothing to analyse, and an unknown one neither", async () => {
  const { retell } = await start({ speed: 1 });
  const { call_id } = await place(retell);
  expect((await refusal(retell.call.rerunAnalysis(call_id))).status).toBe(400);
  expect((await refusal(retell.call.rerunAnalysis("call_none"))).status).toBe(422);
});

test("only custom attributes that the account has defined are kept, metadata has a size, and extra fields are refused", async () => {
  const { retell, simulator } = await start({ history: 1, customAttributes: ["reviewed"] });
  const [{ callId = "" } = {}] = simulator.calls();
  await retell.call.update(callId, { custom_attributes: { reviewed: true, mood: "fine" } });
  expect(simulator.calls()[0]?.customAttributes).toEqual({ reviewed: true });
  const most = "x".repeat(50 * 1024 - JSON.stringify({ a: "" }).length);
  await retell.call.update(callId, { metadata: { a: most } });
  const tooMuch = retell.call.update(callId, { metadata: { a: `${most}x` } });
  expect((await refusal(tooMuch)).status).toBe(400);
  for (const body of [{ agent_name: "x" }, { custom_attributes: { a: {} } }, { metadata: 4 }]) {
    expect((await refusal(retell.patch(`/v2/update-call/${callId}`, { body }))).status).toBe(400);
  }
});
