import { WEBHOOK_EVENTS } from "../workspace/agents.ts";
import type { Schema } from "./schema.ts";

/** Settings of an agent that are checked, in update-agent and in a call's own override; others pass as they are. */
export const AGENT_SETTINGS: Schema = {
  type: "object",
  properties: {
    agent_name: { type: "string", nullable: true },
    webhook_url: { type: "string", nullable: true },
    webhook_events: { type: "array", nullable: true, items: { type: "string", oneOf: WEBHOOK_EVENTS } },
    webhook_timeout_ms: { type: "integer", minimum: 1 },
    max_call_duration_ms: { type: "integer", minimum: 60_000, maximum: 7_200_000 },
    ring_duration_ms: { type: "integer", minimum: 5_000, maximum: 300_000 },
    data_storage_setting: {
      type: "string",
      oneOf: ["everything", "everything_except_pii", "basic_attributes_only"],
    },
    opt_in_signed_url: { type: "boolean" },
    signed_url_expiration_ms: { type: "integer", nullable: true, minimum: 1 },
    post_call_analysis_data: { type: "array", nullable: true, items: { type: "object" } },
  },
};
