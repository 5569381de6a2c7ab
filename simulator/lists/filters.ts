import type { CallRecord } from "../calls/call-record.ts";
import type { CallViews } from "../calls/call-views.ts";
import { costOf } from "../calls/figures.ts";
import { toolCallsOf } from "./tool-calls.ts";

type Filter =
  | { type: "string"; op: "eq" | "ne" | "sw" | "ew" | "co"; value: string; key?: string }
  | { type: "number"; op: "eq" | "ne" | "gt" | "ge" | "lt" | "le"; value: number; key?: string }
  | { type: "range"; op: "bt"; value: [number, number]; key?: string }
  | { type: "boolean"; op: "eq"; value: boolean; key?: string }
  | { type: "enum"; op: "in"; value: string[]; key?: string }
  | { type: "present"; op: "pr" | "np"; key?: string };

interface ToolCallFilter {
  name?: string;
  type?: string;
  latency_ms?: Filter;
  success?: Filter;
}

export interface FilterCriteria {
  agent?: { agent_id: string; version?: number[] }[];
  tool_calls?: ToolCallFilter[];
  [name: string]: unknown;
}

type Read = (record: CallRecord, views: CallViews) => unknown;

const PLAIN: Record<string, Read> = {
  call_id: (record) => record.callId,
  batch_call_id: (record) => record.batchCallId,
  from_number: (record) => record.fromNumber,
  to_number: (record) => record.toNumber,
  agent_tag: () => undefined,
  call_status: (record) => record.status,
  call_type: (record) => record.callType ?? "phone_call",
  direction: (record) => record.direction,
  disconnection_reason: (record) => record.reason,
  user_sentiment: (record) => record.analysis?.user_sentiment,
  data_storage_setting: (record) => record.storageSetting,
  call_successful: (record) => record.analysis?.call_successful,
  in_voicemail: (record) => record.analysis?.in_voicemail,
  start_timestamp: (record) => record.startTimestamp,
  end_timestamp: (record) => record.endTimestamp,
  duration_ms: (record) => record.durationMs,
  e2e_latency_p50: (record, views) => views.whole(record).latency.e2e?.p50,
  combined_cost: (record) => (record.durationMs === undefined ? undefined : costOf(record).combined_cost),
};

const KEYED: Record<string, Read> = {
  metadata: (record) => record.metadata,
  dynamic_variables: (record) => record.variables,
  custom_analysis_data: (record) => record.analysis?.custom_analysis_data,
  custom_attributes: (record) => record.customAttributes,
};

/** Whether a call meets every one of the criteria. */
export function meets(record: CallRecord, criteria: FilterCriteria, views: CallViews): boolean {
  return Object.entries(criteria).every(([name, wanted]) => {
    if (wanted === undefined) return true;
    if (name === "agent") return isOneOf(record, criteria.agent ?? []);
    if (name === "tool_calls") return usesTools(record, criteria.tool_calls ?? [], views);
    const keyed = KEYED[name];
    if (keyed)
      return (wanted as Filter[]).every((filter) => fits(field(keyed(record, views), filter.key), filter));
    return fits(PLAIN[name]?.(record, views), wanted as Filter);
  });
}

function isOneOf(record: CallRecord, agents: NonNullable<FilterCriteria["agent"]>): boolean {
  if (agents.length === 0) return true;
  return agents.some(
    ({ agent_id, version }) =>
      agent_id === record.agentId && (!version?.length || version.includes(record.agentVersion)),
  );
}

function usesTools(record: CallRecord, wanted: readonly ToolCallFilter[], views: CallViews): boolean {
  const used = toolCallsOf(views.storyOf(record), record.durationMs ?? views.elapsedMs(record));
  return wanted.every((filter) =>
    used.some(
      (tool) =>
        (filter.name === undefined || tool.name === filter.name) &&
        (filter.type === undefined || tool.type === filter.type) &&
        (filter.latency_ms === undefined || fits(tool.latencyMs, filter.latency_ms)) &&
        (filter.success === undefined || fits(tool.success, filter.success)),
    ),
  );
}

function field(container: unknown, key: string | undefined): unknown {
  if (typeof container !== "object" || container === null || key === undefined) return undefined;
  return Object.hasOwn(container, key) ? (container as Record<string, unknown>)[key] : undefined;
}

/** A value that is not there fits nothing but "not present". */
function fits(value: unknown, filter: Filter): boolean {
  if (filter.type === "present") return (value !== undefined && value !== null) === (filter.op === "pr");
  if (value === undefined || value === null) return false;
  switch (filter.type) {
    case "string":
      return typeof value === "string" && fitsText(value, filter);
    case "number":
      return typeof value === "number" && fitsNumber(value, filter);
    case "range":
      return typeof value === "number" && value >= filter.value[0] && value <= filter.value[1];
    case "boolean":
      return value === filter.value;
    case "enum":
      return filter.value.includes(String(value));
  }
}

function fitsText(value: string, filter: Extract<Filter, { type: "string" }>): boolean {
  switch (filter.op) {
    case "eq":
      return value === filter.value;
    case "ne":
      return value !== filter.value;
    case "sw":
      return value.startsWith(filter.value);
    case "ew":
      return value.endsWith(filter.value);
    case "co":
      return value.includes(filter.value);
  }
}

function fitsNumber(value: number, filter: Extract<Filter, { type: "number" }>): boolean {
  switch (filter.op) {
    case "eq":
      return value === filter.value;
    case "ne":
      return value !== filter.value;
    case "gt":
      return value > filter.value;
    case "ge":
      return value >= filter.value;
    case "lt":
      return value < filter.value;
    case "le":
      return value <= filter.value;
  }
}
