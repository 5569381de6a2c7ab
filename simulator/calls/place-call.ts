import { AGENT_SETTINGS } from "../http/agent-schema.ts";
import { absent, badRequest, notFound, unpaid } from "../http/refusal.ts";
import { demand, type Schema } from "../http/schema.ts";
import { hexIdFrom, randomFrom } from "../random.ts";
import type { Settings } from "../settings.ts";
import type { Agent } from "../workspace/agents.ts";
import type { PhoneNumber } from "../workspace/numbers.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { CallBook } from "./call-book.ts";
import type { AgentOverride, CallRecord } from "./call-record.ts";
import { draftCall, drawAgent } from "./draft.ts";
import type { CallEngine } from "./engine.ts";
import { outcomeOf } from "./outcome.ts";
import type { StartGate } from "./start-gate.ts";

const CALL_ID_DIGITS = 27;
const E164 = /^\+[1-9]\d{6,14}$/;

const text: Schema = { type: "string", minLength: 1 };
const engine: Schema = {
  type: "object",
  properties: {
    begin_message: { type: "string", nullable: true },
    default_dynamic_variables: { type: "object", nullable: true, others: { type: "string" } },
    nodes: { type: "array", nullable: true, items: { type: "object" } },
  },
};

const BODY: Schema = {
  type: "object",
  required: ["from_number", "to_number"],
  properties: {
    from_number: text,
    to_number: text,
    override_agent_id: text,
    override_agent_version: { type: "either", options: [{ type: "integer", minimum: 0 }, text] },
    agent_override: {
      type: "object",
      properties: { agent: AGENT_SETTINGS, retell_llm: engine, conversation_flow: engine },
    },
    metadata: { type: "object" },
    retell_llm_dynamic_variables: { type: "object", others: { type: "string" } },
    custom_sip_headers: { type: "object", others: { type: "string" } },
    ignore_e164_validation: { type: "boolean" },
  },
};

interface CreateBody {
  from_number: string;
  to_number: string;
  override_agent_id?: string;
  override_agent_version?: number | string;
  agent_override?: AgentOverride;
  metadata?: unknown;
  retell_llm_dynamic_variables?: Record<string, string>;
  custom_sip_headers?: Record<string, string>;
  ignore_e164_validation?: boolean;
}

/** The counter where phone calls are ordered: checks the order, then has it dialled. */
export class CallCounter {
  readonly #workspace: Workspace;
  readonly #book: CallBook;
  readonly #engine: CallEngine;
  readonly #gate: StartGate;
  readonly #settings: Settings;

  constructor(workspace: Workspace, book: CallBook, engine: CallEngine, gate: StartGate, settings: Settings) {
    this.#workspace = workspace;
    this.#book = book;
    this.#engine = engine;
    this.#gate = gate;
    this.#settings = settings;
  }

  /** Places a phone call, or throws a refusal and places nothing. */
  place(body: unknown): CallRecord {
    const order = this.#read(body);
    const number = this.#workspace.findNumber(order.from_number);
    if (!number) throw notFound(`Item ${order.from_number} not found from phone-number`);
    this.#findAgents(order, number);
    if (!this.#settings.paymentValid) throw unpaid();
    this.#gate.demandDialling();
    const record = this.#write(order, number);
    this.#engine.place(record);
    this.#gate.enter(record, "create-phone-call");
    return record;
  }

  #read(body: unknown): CreateBody {
    const order = this.#settings.coerceVariables ? withTextVariables(body) : body;
    demand(order, BODY);
    const read = order as CreateBody;
    if (!read.ignore_e164_validation && !E164.test(read.to_number)) {
      throw badRequest(`request/body/to_number must be a valid E.164 phone number`);
    }
    return read;
  }

  #findAgents(order: CreateBody, number: PhoneNumber): void {
    if (order.override_agent_id !== undefined) {
      if (!this.#workspace.findAgent(order.override_agent_id)) throw absent(this.#settings.absentStatus);
    } else if (!number.outbound_agents?.length) {
      throw badRequest("No outbound agent id set up for phone number.");
    }
  }

  #write(order: CreateBody, number: PhoneNumber): CallRecord {
    const ordinal = this.#book.nextOrdinal();
    const { seed } = this.#settings;
    const storyKey = `${seed} call ${ordinal}`;
    const callId = `call_${hexIdFrom(CALL_ID_DIGITS, seed, this.#workspace.openedAt, "placed", ordinal)}`;
    const random = randomFrom(storyKey, "draws");
    const agent = this.#drawAgent(order, number, random);
    const version = order.override_agent_version;
    const brief = draftCall(
      {
        callId,
        storyKey,
        agent,
        ...(typeof version === "number" && { agentVersion: version }),
        direction: "outbound",
        fromNumber: order.from_number,
        toNumber: order.to_number,
        metadata: order.metadata,
        variables: order.retell_llm_dynamic_variables,
        customSipHeaders: order.custom_sip_headers,
        agentOverride: order.agent_override,
        outcome: outcomeOf(order.to_number, order.metadata, random),
      },
      this.#workspace,
    );
    return { ...brief, ordinal, createdAt: Date.now(), status: "registered" };
  }

  #drawAgent(order: CreateBody, number: PhoneNumber, random: ReturnType<typeof randomFrom>): Agent {
    const drawn = drawAgent(number.outbound_agents ?? [], random);
    const agent = this.#workspace.findAgent(order.override_agent_id ?? drawn?.agent_id ?? "");
    if (!agent) throw absent(this.#settings.absentStatus);
    return agent;
  }
}

function withTextVariables(body: unknown): unknown {
  if (typeof body !== "object" || body === null || !("retell_llm_dynamic_variables" in body)) return body;
  const sent = body.retell_llm_dynamic_variables;
  if (typeof sent !== "object" || sent === null) return body;
  const entries = Object.entries(sent).map(([name, value]) => [name, String(value)]);
  return { ...body, retell_llm_dynamic_variables: Object.fromEntries(entries) };
}
