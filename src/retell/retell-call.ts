/**
 * Retell's call object in our words. Nothing in it is certain to be there, and what is there is
 * certain to be of the type said here: a field of an unexpected type is kept among `extra`.
 */
export interface RetellCall {
  retellCallId: string;
  callType: string | null;
  callStatus: string | null;
  direction: string | null;
  fromNumber: string | null;
  toNumber: string | null;
  agentId: string | null;
  agentVersion: number | null;
  agentName: string | null;
  metadata: JsonObject | null;
  variables: Record<string, string> | null;
  hasCarrierLeg: boolean | null;
  /** Milliseconds since 1970. */
  startedAt: number | null;
  endedAt: number | null;
  durationMs: number | null;
  disconnectionReason: string | null;
  /** US cents, fractional. */
  costCents: number | null;
  transcript: string | null;
  transcriptObject: unknown[] | null;
  transcriptWithToolCalls: unknown[] | null;
  analysis: JsonObject | null;
  latency: JsonObject | null;
  cost: JsonObject | null;
  collectedVariables: Record<string, string> | null;
  tokenUsage: JsonObject | null;
  recordingUrl: string | null;
  recordingMultiChannelUrl: string | null;
  publicLogUrl: string | null;
  transferDestination: string | null;
  extra: JsonObject | null;
}

export type JsonObject = Record<string, unknown>;

const INT32_MAX = 2_147_483_647;
/** Far longer than any id of Retell's, short enough for an index to hold. */
const ID_CHARACTERS_MAX = 200;
/** Times outside of these years are a fault of the sender, and some databases cannot hold them. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);
const LATEST_MS = Date.UTC(2200, 0, 1);

/** Reads a call object as it came from Retell; null when it is none. Takes anything, throws never. */
export function readRetellCall(value: unknown): RetellCall | null {
  if (!isObject(value)) return null;
  const rest: JsonObject = { ...value };
  const take = <T>(name: string, read: (field: unknown) => T | null): T | null => {
    const result = read(rest[name]);
    if (result !== null || rest[name] === null || rest[name] === undefined) delete rest[name];
    return result;
  };
  const retellCallId = take("call_id", id);
  if (retellCallId === null) return null;
  const cost = take("call_cost", filledObject);
  const telephony = take("telephony_identifier", object);
  return {
    retellCallId,
    callType: take("call_type", text),
    callStatus: take("call_status", text),
    direction: take("direction", text),
    fromNumber: take("from_number", text),
    toNumber: take("to_number", text),
    agentId: take("agent_id", text),
    agentVersion: take("agent_version", integer),
    agentName: take("agent_name", text),
    metadata: take("metadata", filledObject),
    variables: take("retell_llm_dynamic_variables", strings),
    hasCarrierLeg: telephony !== null && Object.keys(telephony).length > 0 ? true : null,
    startedAt: take("start_timestamp", time),
    endedAt: take("end_timestamp", time),
    durationMs: take("duration_ms", duration),
    disconnectionReason: take("disconnection_reason", text),
    costCents: cost === null ? null : amount(cost.combined_cost),
    transcript: take("transcript", text),
    transcriptObject: take("transcript_object", filledArray),
    transcriptWithToolCalls: take("transcript_with_tool_calls", filledArray),
    analysis: take("call_analysis", filledObject),
    latency: take("latency", filledObject),
    cost,
    collectedVariables: take("collected_dynamic_variables", strings),
    tokenUsage: take("llm_token_usage", filledObject),
    recordingUrl: take("recording_url", text),
    recordingMultiChannelUrl: take("recording_multi_channel_url", text),
    publicLogUrl: take("public_log_url", text),
    transferDestination: take("transfer_destination", text),
    extra: filledObject(rest),
  };
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function id(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value.length <= ID_CHARACTERS_MAX ? value : null;
}

function integer(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= INT32_MAX ? value : null;
}

function duration(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value <= LATEST_MS ? Math.round(value) : null;
}

function amount(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) && Math.abs(value) < 1e12 ? value : null;
}

function time(value: unknown): number | null {
  return typeof value === "number" && value >= EARLIEST_MS && value <= LATEST_MS ? Math.round(value) : null;
}

function object(value: unknown): JsonObject | null {
  return isObject(value) ? value : null;
}

function filledObject(value: unknown): JsonObject | null {
  return isObject(value) && Object.keys(value).length > 0 ? value : null;
}

function filledArray(value: unknown): unknown[] | null {
  return Array.isArray(value) && value.length > 0 ? value : null;
}

/** Variables are strings by contract; other plain values are written out rather than lost. */
function strings(value: unknown): Record<string, string> | null {
  if (!isObject(value) || Object.keys(value).length === 0) return null;
  try {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        typeof item === "string" ? item : String(JSON.stringify(item)),
      ]),
    );
  } catch {
    // Nested too deep to be written out.
    return null;
  }
}
