import type { CallJson } from "./render.ts";

const RAW = ["transcript", "transcript_object", "transcript_with_tool_calls"] as const;
const FILES = ["recording_url", "recording_multi_channel_url", "public_log_url"] as const;
const PERSONAL = ["from_number", "to_number", "metadata", "retell_llm_dynamic_variables"] as const;

/** What is left of a finished call under its agent's storage setting. */
export function asStored(call: CallJson): CallJson {
  if (call.call_status === "registered" || call.call_status === "ongoing") return call;
  if (call.data_storage_setting === "basic_attributes_only")
    return without(call, [...RAW, ...FILES, ...PERSONAL]);
  if (call.data_storage_setting !== "everything_except_pii") return call;
  const callee = call.direction === "inbound" ? "from_number" : "to_number";
  const stored = without(call, [...RAW, ...FILES, callee]);
  if (call.recording_url) stored.scrubbed_recording_url = call.recording_url;
  if (call.recording_multi_channel_url) {
    stored.scrubbed_recording_multi_channel_url = call.recording_multi_channel_url;
  }
  if (call.transcript_with_tool_calls) {
    stored.scrubbed_transcript_with_tool_calls = scrub(call.transcript_with_tool_calls, call);
  }
  return stored;
}

/** List items never carry transcripts. */
export function asListItem(call: CallJson): CallJson {
  return without(call, [...RAW, "scrubbed_transcript_with_tool_calls"]);
}

function without(call: CallJson, names: readonly string[]): CallJson {
  return Object.fromEntries(Object.entries(call).filter(([name]) => !names.includes(name))) as CallJson;
}

/** Names that were sent as variables are masked word by word, so that timings stay as they are. */
function scrub(entries: unknown, call: CallJson): unknown {
  const variables = (call.retell_llm_dynamic_variables ?? {}) as Record<string, string>;
  const name = variables.customer_name ?? variables.name;
  if (!name) return entries;
  const mask = (text: string) =>
    name.split(/\s+/).reduce((masked, part) => masked.replaceAll(part, "[person_name 1]"), text);
  return JSON.parse(JSON.stringify(entries), (_key, value) =>
    typeof value === "string" ? mask(value) : value,
  );
}
