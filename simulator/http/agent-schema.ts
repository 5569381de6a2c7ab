import { PII_CATEGORIES, WEBHOOK_EVENTS } from "../workspace/agents.ts";
import type { Schema } from "./schema.ts";

const LONGEST_RETENTION_DAYS = 730;

const text: Schema = { type: "string", nullable: true };

const FIELDS: Record<string, Schema> = {
  agent_name: text,
  webhook_url: text,
  webhook_events: { type: "array", nullable: true, items: { type: "string", oneOf: WEBHOOK_EVENTS } },
  webhook_timeout_ms: { type: "integer", minimum: 1 },
  max_call_duration_ms: { type: "integer", minimum: 60_000, maximum: 7_200_000 },
  ring_duration_ms: { type: "integer", minimum: 5_000, maximum: 300_000 },
  data_storage_setting: {
    type: "string",
    oneOf: ["everything", "everything_except_pii", "basic_attributes_only"],
  },
  data_storage_retention_days: {
    type: "integer",
    nullable: true,
    minimum: 1,
    maximum: LONGEST_RETENTION_DAYS,
  },
  pii_config: {
    type: "object",
    required: ["categories", "mode"],
    properties: {
      categories: { type: "array", items: { type: "string", oneOf: PII_CATEGORIES } },
      mode: { type: "string", oneOf: ["post_call"] },
    },
  },
  opt_in_signed_url: { type: "boolean" },
  signed_url_expiration_ms: { type: "integer", nullable: true, minimum: 1 },
  post_call_analysis_data: { type: "array", nullable: true, items: { type: "object" } },
};

const engine = (type: string, id: string): Schema => ({
  type: "object",
  required: ["type", id],
  properties: { type: { type: "string", oneOf: [type] }, [id]: { type: "string", minLength: 1 } },
});

const RESPONSE_ENGINE: Schema = {
  type: "either",
  options: [
    engine("retell-llm", "llm_id"),
    engine("conversation-flow", "conversation_flow_id"),
    engine("custom-llm", "llm_websocket_url"),
  ],
};

/** Settings of an agent that are checked, in update-agent and in a call's own override; others pass as they are. */
export const AGENT_SETTINGS: Schema = { type: "object", properties: FIELDS };

export const AGENT_UPDATE: Schema = {
  type: "object",
  properties: {
    ...FIELDS,
    response_engine: RESPONSE_ENGINE,
    voice_id: { type: "string", minLength: 1 },
    version_title: text,
    version_description: text,
  },
};

export const NEW_AGENT: Schema = { ...AGENT_UPDATE, required: ["response_engine", "voice_id"] };
