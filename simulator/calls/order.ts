import { AGENT_SETTINGS } from "../http/agent-schema.ts";
import { badRequest } from "../http/refusal.ts";
import { demand, type Schema } from "../http/schema.ts";
import type { AgentOverride } from "./call-record.ts";
import type { Variables } from "./variables.ts";

const E164 = /^\+[1-9]\d{6,14}$/;

const text: Schema = { type: "string", minLength: 1 };
const version: Schema = { type: "either", options: [{ type: "integer", minimum: 0 }, text] };
const texts: Schema = { type: "object", others: { type: "string" } };
const engine: Schema = {
  type: "object",
  properties: {
    begin_message: { type: "string", nullable: true },
    default_dynamic_variables: { type: "object", nullable: true, others: { type: "string" } },
    nodes: { type: "array", nullable: true, items: { type: "object" } },
  },
};

const agentOverride: Schema = {
  type: "object",
  properties: { agent: AGENT_SETTINGS, retell_llm: engine, conversation_flow: engine },
};

const TASK_FIELDS: Record<string, Schema> = {
  to_number: text,
  override_agent_id: text,
  override_agent_version: version,
  agent_override: agentOverride,
  metadata: { type: "object" },
  retell_llm_dynamic_variables: texts,
  custom_sip_headers: texts,
  ignore_e164_validation: { type: "boolean" },
};

/** One callee of a batch. */
export const TASK: Schema = { type: "object", required: ["to_number"], properties: TASK_FIELDS };

const PHONE_CALL: Schema = {
  type: "object",
  required: ["from_number", "to_number"],
  properties: { from_number: text, ...TASK_FIELDS },
};

const AGENT_FIELDS: Record<string, Schema> = {
  agent_id: text,
  agent_version: version,
  agent_override: agentOverride,
  metadata: { type: "object" },
  retell_llm_dynamic_variables: texts,
};

const WEB_CALL: Schema = {
  type: "object",
  required: ["agent_id"],
  properties: {
    ...AGENT_FIELDS,
    current_node_id: { type: "string", nullable: true },
    current_state: { type: "string", nullable: true },
  },
};

const REGISTERED_CALL: Schema = {
  type: "object",
  required: ["agent_id"],
  properties: {
    ...AGENT_FIELDS,
    direction: { type: "string", oneOf: ["inbound", "outbound"] },
    from_number: { type: "string" },
    to_number: { type: "string" },
  },
};

interface Extras {
  agent_override?: AgentOverride;
  metadata?: unknown;
  retell_llm_dynamic_variables?: Variables;
}

/** One callee, in create-phone-call or in a batch. */
export interface TaskOrder extends Extras {
  to_number: string;
  override_agent_id?: string;
  override_agent_version?: number | string;
  custom_sip_headers?: Record<string, string>;
  ignore_e164_validation?: boolean;
}

export interface PhoneCallOrder extends TaskOrder {
  from_number: string;
}

export interface AgentCallOrder extends Extras {
  agent_id: string;
  agent_version?: number | string;
  direction?: "inbound" | "outbound";
  from_number?: string;
  to_number?: string;
}

/** Reads the body of create-phone-call, or refuses it. */
export function readPhoneCall(body: unknown, coerceVariables: boolean): PhoneCallOrder {
  const order = coerceVariables ? withTextVariables(body) : body;
  demand(order, PHONE_CALL);
  demandNumber(order as PhoneCallOrder, "request/body/to_number");
  return order as PhoneCallOrder;
}

export function readWebCall(body: unknown, coerceVariables: boolean): AgentCallOrder {
  const order = coerceVariables ? withTextVariables(body) : body;
  demand(order, WEB_CALL);
  const { direction: _, from_number: __, to_number: ___, ...read } = order as AgentCallOrder;
  return read;
}

export function readRegisteredCall(body: unknown, coerceVariables: boolean): AgentCallOrder {
  const order = coerceVariables ? withTextVariables(body) : body;
  demand(order, REGISTERED_CALL);
  return order as AgentCallOrder;
}

/** Numbers of the platform's own carriers are checked; pseudo numbers of custom telephony need not be. */
export function demandNumber(order: TaskOrder, path: string): void {
  if (order.ignore_e164_validation || E164.test(order.to_number)) return;
  throw badRequest(`${path} must be a valid E.164 phone number`);
}

export function withTextVariables(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("retell_llm_dynamic_variables" in body)) return body;
  const sent = body.retell_llm_dynamic_variables;
  if (typeof sent !== "object" || sent === null) return body;
  const entries = Object.entries(sent).map(([name, value]) => [name, String(value)]);
  return { ...body, retell_llm_dynamic_variables: Object.fromEntries(entries) };
}
