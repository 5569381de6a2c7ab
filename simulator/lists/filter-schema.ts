import { ALL_REASONS } from "../calls/reasons.ts";
import type { Schema } from "../http/schema.ts";

const exactly = (value: string): Schema => ({ type: "string", oneOf: [value] });

function filter(type: string, ops: readonly string[], value: Schema | null, keyed: boolean): Schema {
  const properties: Record<string, Schema> = { type: exactly(type), op: { type: "string", oneOf: ops } };
  if (value) properties.value = value;
  if (keyed) properties.key = { type: "string", minLength: 1 };
  const required = ["type", "op", ...(value ? ["value"] : []), ...(keyed ? ["key"] : [])];
  return { type: "object", properties, required, others: false };
}

const ofText = (keyed = false) => filter("string", ["eq", "ne", "sw", "ew", "co"], { type: "string" }, keyed);
const ofNumber = (keyed = false) =>
  filter("number", ["eq", "ne", "gt", "ge", "lt", "le"], { type: "number" }, keyed);
const ofRange = (keyed = false) =>
  filter("range", ["bt"], { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 }, keyed);
const ofYesNo = (keyed = false) => filter("boolean", ["eq"], { type: "boolean" }, keyed);
const ofChoice = (choices?: readonly string[], keyed = false) =>
  filter(
    "enum",
    ["in"],
    { type: "array", items: { type: "string", ...(choices && { oneOf: choices }) } },
    keyed,
  );
const ofPresence = () => filter("present", ["pr", "np"], null, true);

const amount: Schema = { type: "either", options: [ofNumber(), ofRange()] };
const keyed: Schema = {
  type: "array",
  items: {
    type: "either",
    options: [
      ofText(true),
      ofNumber(true),
      ofRange(true),
      ofYesNo(true),
      ofChoice(undefined, true),
      ofPresence(),
    ],
  },
};

/** Every filter of list-calls. */
const FILTER_CRITERIA: Schema = {
  type: "object",
  others: false,
  properties: {
    agent: {
      type: "array",
      items: {
        type: "object",
        required: ["agent_id"],
        others: false,
        properties: {
          agent_id: { type: "string" },
          version: { type: "array", items: { type: "integer", minimum: 0 } },
        },
      },
    },
    call_id: { type: "either", options: [ofText(), ofChoice()] },
    batch_call_id: ofText(),
    from_number: ofText(),
    to_number: ofText(),
    agent_tag: ofChoice(),
    call_status: ofChoice(["not_connected", "ongoing", "ended", "error"]),
    call_type: ofChoice(["web_call", "phone_call"]),
    direction: ofChoice(["inbound", "outbound"]),
    disconnection_reason: ofChoice(ALL_REASONS),
    user_sentiment: ofChoice(["Negative", "Positive", "Neutral", "Unknown"]),
    data_storage_setting: ofChoice(["everything", "everything_except_pii", "basic_attributes_only"]),
    call_successful: ofYesNo(),
    in_voicemail: ofYesNo(),
    start_timestamp: amount,
    end_timestamp: amount,
    duration_ms: amount,
    e2e_latency_p50: amount,
    combined_cost: amount,
    metadata: keyed,
    dynamic_variables: keyed,
    custom_analysis_data: keyed,
    custom_attributes: keyed,
    tool_calls: {
      type: "array",
      items: {
        type: "object",
        others: false,
        properties: {
          name: { type: "string" },
          type: { type: "string" },
          latency_ms: amount,
          success: ofYesNo(),
        },
      },
    },
  },
};

export const LIST_CALLS: Schema = {
  type: "object",
  properties: {
    filter_criteria: FILTER_CRITERIA,
    sort_order: { type: "string", oneOf: ["ascending", "descending"] },
    limit: { type: "integer", minimum: 1, maximum: 1000 },
    skip: { type: "integer", minimum: 0 },
    pagination_key: { type: "string" },
    include_total: { type: "boolean" },
  },
};
