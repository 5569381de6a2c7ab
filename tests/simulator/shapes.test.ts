import type Retell from "retell-sdk";
import { expect, test } from "vitest";
import { ALL_REASONS, type DisconnectionReason } from "../../simulator/calls/reasons.ts";
import type { TranscriptEntry } from "../../simulator/calls/transcript.ts";
import { seedAgents } from "../../simulator/workspace/agents.ts";
import { seedFlows, seedLlms } from "../../simulator/workspace/engines.ts";
import { seedNumbers } from "../../simulator/workspace/numbers.ts";
import { get, type PhoneCall, start } from "./support.ts";

type Entries = NonNullable<PhoneCall["transcript_with_tool_calls"]>;

/** Fits at compile time, or does not compile: the official client's types are the measure. */
function conforming<T>(value: T): T {
  return value;
}

const CALL_FIELDS: Record<keyof PhoneCall, true> = {
  agent_id: true,
  agent_version: true,
  call_id: true,
  call_status: true,
  call_type: true,
  direction: true,
  from_number: true,
  to_number: true,
  agent_name: true,
  agent_tag: true,
  call_analysis: true,
  call_cost: true,
  collected_dynamic_variables: true,
  custom_sip_headers: true,
  data_storage_setting: true,
  disconnection_reason: true,
  duration_ms: true,
  end_timestamp: true,
  knowledge_base_retrieved_contents_url: true,
  latency: true,
  llm_token_usage: true,
  metadata: true,
  opt_in_signed_url: true,
  public_log_url: true,
  recording_multi_channel_url: true,
  recording_url: true,
  retell_llm_dynamic_variables: true,
  scrubbed_recording_multi_channel_url: true,
  scrubbed_recording_url: true,
  scrubbed_transcript_with_tool_calls: true,
  start_timestamp: true,
  telephony_identifier: true,
  transcript: true,
  transcript_object: true,
  transcript_with_tool_calls: true,
  transfer_destination: true,
  transfer_end_timestamp: true,
};

test("what the simulator keeps fits the official types", () => {
  expect(conforming<Retell.AgentResponse[]>(seedAgents(0))).toHaveLength(5);
  expect(conforming<Retell.PhoneNumberResponse[]>(seedNumbers(0))).toHaveLength(4);
  expect(conforming<Retell.LlmResponse[]>(JSON.parse(JSON.stringify(seedLlms(0))))).toHaveLength(4);
  expect(
    conforming<Retell.ConversationFlowResponse[]>(JSON.parse(JSON.stringify(seedFlows(0)))),
  ).toHaveLength(1);
  expect(conforming<NonNullable<PhoneCall["disconnection_reason"]>[]>(ALL_REASONS)).toHaveLength(34);
  const entry: TranscriptEntry = { role: "dtmf", digit: "1" };
  expect(conforming<Entries[number]>(entry)).toEqual(entry);
  const reason: DisconnectionReason =
    conforming<NonNullable<PhoneCall["disconnection_reason"]>>("user_hangup");
  expect(reason).toBe("user_hangup");
});

test("a call has no field that the official types do not know", async () => {
  const { retell, simulator } = await start({ history: 80 });
  for (const { callId } of simulator.calls()) {
    for (const name of Object.keys(await get(retell, callId))) expect(CALL_FIELDS).toHaveProperty(name);
  }
});

test("each agent's engine is there, and the variables it speaks of can be read from it", async () => {
  const { retell } = await start();
  const { items } = await retell.agent.list();
  for (const { agent_id } of items) {
    const { response_engine: engine } = await retell.agent.retrieve(agent_id);
    if (engine.type === "retell-llm") {
      const llm = await retell.llm.retrieve(engine.llm_id);
      expect(llm.begin_message).toBeTruthy();
      expect(llm.general_prompt).toBeTruthy();
    } else if (engine.type === "conversation-flow") {
      const flow = await retell.conversationFlow.retrieve(engine.conversation_flow_id);
      expect(JSON.stringify(flow.nodes)).toContain("{{customer_name}}");
    }
  }
});

test("the calls, agents and numbers that the official test-suite asks for are there", async () => {
  const { retell } = await start({ history: 3 });
  await retell.call.retrieve("119c3f8e47135a29e65947eeb34cf12d");
  await retell.call.update("call_a4441234567890777c4a4a123e6", { metadata: { notes: "Follow-up required" } });
  await retell.call.retrieve("call_119c3f8e47135a29e65947eeb34cf12d");
  await retell.phoneNumber.retrieve("+14157774444");
  await retell.agent.retrieve("16b980523634a6dc504898cda492e939");
  expect((await retell.agent.retrieve("oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD")).voice_id).toBe("retell-Cimo");
});
