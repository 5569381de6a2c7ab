import type { Schema } from "./schema.ts";

const weightedAgents: Schema = {
  nullable: true,
  type: "array",
  items: {
    type: "object",
    required: ["agent_id", "weight"],
    properties: {
      agent_id: { type: "string", minLength: 1 },
      weight: { type: "number", minimum: 0, maximum: 1 },
      agent_version: { type: "either", options: [{ type: "integer", minimum: 0 }, { type: "string" }] },
    },
  },
};

const text: Schema = { type: "string", nullable: true };
const needed: Schema = { type: "string", minLength: 1 };
const transport: Schema = { type: "string", nullable: true, oneOf: ["TLS", "TCP", "UDP"] };
const countries: Schema = {
  type: "array",
  nullable: true,
  items: { type: "string", minLength: 2, maxLength: 2 },
};

const BINDINGS: Record<string, Schema> = {
  inbound_agents: weightedAgents,
  outbound_agents: weightedAgents,
  nickname: text,
  inbound_webhook_url: text,
  fallback_number: text,
  allowed_inbound_country_list: countries,
  allowed_outbound_country_list: countries,
  transport,
};

export const NUMBER_UPDATE: Schema = {
  type: "object",
  properties: {
    ...BINDINGS,
    inbound_sms_agents: weightedAgents,
    outbound_sms_agents: weightedAgents,
    inbound_sms_webhook_url: text,
    termination_uri: needed,
    auth_username: { type: "string" },
    auth_password: { type: "string" },
  },
};

export const NEW_NUMBER: Schema = {
  type: "object",
  properties: {
    ...BINDINGS,
    area_code: { type: "integer", minimum: 200, maximum: 999 },
    country_code: { type: "string", oneOf: ["US", "CA"] },
    number_provider: { type: "string", oneOf: ["twilio", "telnyx"] },
    phone_number: needed,
    toll_free: { type: "boolean" },
  },
};

export const IMPORTED_NUMBER: Schema = {
  type: "object",
  required: ["phone_number", "termination_uri"],
  properties: {
    ...BINDINGS,
    phone_number: needed,
    termination_uri: needed,
    sip_trunk_auth_username: { type: "string" },
    sip_trunk_auth_password: { type: "string" },
    ignore_e164_validation: { type: "boolean" },
  },
};
