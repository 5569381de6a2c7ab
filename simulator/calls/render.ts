import type { CallRecord } from "./call-record.ts";
import { type CallCost, type CallLatency, costOf, latencyOf, NO_COST, tokenUsageOf } from "./figures.ts";
import type { Story } from "./story.ts";
import { heardBy, isUtterance, plainText, type TranscriptEntry } from "./transcript.ts";
import { fill } from "./variables.ts";

export type CallJson = Record<string, unknown> & {
  call_id: string;
  agent_id: string;
  agent_version: number;
  call_type: "phone_call" | "web_call";
  call_status: CallRecord["status"];
  latency: CallLatency;
  call_cost: CallCost;
};

/** Addresses of a call's files, made anew for each answer. */
export type FileLink = (callId: string, file: string) => string;

/** The call object, as far as it is known by now. */
export function renderCall(record: CallRecord, story: Story, elapsedMs: number, link: FileLink): CallJson {
  const over = record.status !== "registered" && record.status !== "ongoing";
  return {
    ...identity(record),
    ...(record.twilioCallSid && { telephony_identifier: { twilio_call_sid: record.twilioCallSid } }),
    ...(record.startTimestamp !== undefined && { start_timestamp: record.startTimestamp }),
    ...(record.status === "ongoing" && spoken(heardBy(story.entries, elapsedMs))),
    latency: {},
    call_cost: NO_COST,
    ...(over && ending(record, story, link)),
    ...(record.analysis && { call_analysis: record.analysis }),
  };
}

function identity(record: CallRecord) {
  const { callType = "phone_call" as const, direction, fromNumber, toNumber } = record;
  return {
    call_id: record.callId,
    call_type: callType,
    ...(record.accessToken && { access_token: record.accessToken }),
    agent_id: record.agentId,
    agent_version: record.agentVersion,
    agent_name: record.agentName,
    call_status: record.status,
    ...(direction && { direction }),
    ...(fromNumber !== undefined && { from_number: fromNumber }),
    ...(toNumber !== undefined && { to_number: toNumber }),
    ...(record.metadata !== undefined && { metadata: record.metadata }),
    ...(record.variables && { retell_llm_dynamic_variables: record.variables }),
    ...(callType === "phone_call" && { custom_sip_headers: record.customSipHeaders ?? {} }),
    data_storage_setting: record.storageSetting,
    opt_in_signed_url: record.signedUrls,
  };
}

function spoken(entries: readonly TranscriptEntry[]) {
  const utterances = entries.filter(isUtterance);
  return {
    transcript: plainText(utterances),
    transcript_object: utterances,
    transcript_with_tool_calls: entries,
  };
}

function ending(record: CallRecord, story: Story, link: FileLink) {
  const durationMs = record.durationMs ?? 0;
  const times = {
    end_timestamp: record.endTimestamp,
    duration_ms: durationMs,
    disconnection_reason: record.reason,
  };
  if (durationMs === 0) return times;
  const heard = heardBy(story.entries, durationMs);
  const turns = heard.filter((entry) => entry.role === "agent").length;
  return {
    ...times,
    ...(record.reason === "call_transfer" && { transfer_destination: story.transfer?.destination ?? null }),
    ...(record.transferEndTimestamp !== undefined && { transfer_end_timestamp: record.transferEndTimestamp }),
    ...spoken(heard),
    recording_url: link(record.callId, "recording.wav"),
    recording_multi_channel_url: link(record.callId, "recording_multichannel.wav"),
    public_log_url: link(record.callId, "public.log"),
    collected_dynamic_variables: collected(story, durationMs),
    latency: latencyOf(record.storyKey, story.agentPausesMs.slice(0, turns)),
    llm_token_usage: tokenUsageOf(record.storyKey, heard),
    call_cost: costOf(record),
  };
}

function collected(story: Story, durationMs: number): Record<string, string> {
  if (!story.complete || durationMs < story.durationMs) return {};
  const values = Object.entries(story.talk.collected ?? {});
  return Object.fromEntries(values.map(([name, value]) => [name, fill(value, story.caller)]));
}
