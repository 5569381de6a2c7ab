import type { CallJson } from "./render.ts";

const RAW = ["transcript", "transcript_object", "transcript_with_tool_calls"] as const;
const FILES = ["recording_url", "recording_multi_channel_url", "public_log_url"] as const;
const RECORDINGS = [
  "recording_url",
  "recording_multi_channel_url",
  "scrubbed_recording_url",
  "scrubbed_recording_multi_channel_url",
] as const;
const PERSONAL = ["from_number", "to_number", "metadata", "retell_llm_dynamic_variables"] as const;

/**
 * What is left of a finished call under its agent's storage setting. `scrubbed` are the kinds of personal data that
 * the agent takes out; without a list all are, with an empty one none.
 */
export function asStored(call: CallJson, scrubbed?: readonly string[]): CallJson {
  if (call.call_status === "registered" || call.call_status === "ongoing") return call;
  if (call.data_storage_setting === "basic_attributes_only")
    return without(call, [...RAW, ...FILES, ...PERSONAL]);
  if (call.data_storage_setting !== "everything_except_pii" || scrubbed?.length === 0) return call;
  const scrubs = (kind: string) => scrubbed?.includes(kind) ?? true;
  const callee = call.direction === "inbound" ? "from_number" : "to_number";
  const stored = without(call, [...RAW, ...FILES, ...(scrubs("phone_number") ? [callee] : [])]);
  if (call.recording_url) stored.scrubbed_recording_url = call.recording_url;
  if (call.recording_multi_channel_url) {
    stored.scrubbed_recording_multi_channel_url = call.recording_multi_channel_url;
  }
  if (call.transcript_with_tool_calls) {
    stored.scrubbed_transcript_with_tool_calls = scrubs("person_name")
      ? scrub(call.transcript_with_tool_calls, call)
      : call.transcript_with_tool_calls;
  }
  return stored;
}

/** List items never carry transcripts. */
export function asListItem(call: CallJson, withRecordings: boolean): CallJson {
  const files = withRecordings ? [] : RECORDINGS;
  return without(call, [...RAW, "scrubbed_transcript_with_tool_calls", ...files]);
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
