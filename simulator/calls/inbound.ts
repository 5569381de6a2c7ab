import { AGENT_SETTINGS } from "../http/agent-schema.ts";
import { badRequest, notFound, Refusal } from "../http/refusal.ts";
import { demand, type Schema } from "../http/schema.ts";
import type { Settings } from "../settings.ts";
import type { Messenger } from "../webhooks/messenger.ts";
import type { PhoneNumber } from "../workspace/numbers.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { AgentOverride, CallRecord } from "./call-record.ts";
import type { CallName, CallRegister } from "./call-register.ts";
import type { CallEngine } from "./engine.ts";
import type { DisconnectionReason } from "./reasons.ts";
import type { StartGate } from "./start-gate.ts";
import type { Variables } from "./variables.ts";

const WEBHOOK_TIMEOUT_MS = 10_000;
const RINGS_FOR_MS = 40_000;
const LOOK_AGAIN_MS = 500;

const texts: Schema = { type: "object", others: { type: "string" } };

const CALL: Schema = {
  type: "object",
  required: ["from_number", "to_number"],
  others: false,
  properties: {
    from_number: { type: "string", minLength: 1 },
    to_number: { type: "string", minLength: 1 },
    custom_sip_headers: texts,
  },
};

const REPLY: Schema = {
  type: "object",
  required: ["call_inbound"],
  properties: {
    call_inbound: {
      type: "object",
      properties: {
        reject: { type: "boolean" },
        override_agent_id: { type: "string", minLength: 1 },
        override_agent_version: {
          type: "either",
          options: [
            { type: "integer", minimum: 0 },
            { type: "string", minLength: 1 },
          ],
        },
        dynamic_variables: texts,
        metadata: { type: "object" },
        agent_override: { type: "object", properties: { agent: AGENT_SETTINGS } },
      },
    },
  },
};

interface InboundCall {
  from_number: string;
  to_number: string;
  custom_sip_headers?: Record<string, string>;
}

interface Wishes {
  reject?: boolean;
  override_agent_id?: string;
  override_agent_version?: number | string;
  dynamic_variables?: Variables;
  metadata?: unknown;
  agent_override?: AgentOverride;
}

/** What came of somebody's calling: a call, or a caller who was turned away and of whom no record is kept. */
export type InboundResult =
  | { outcome: "accepted"; call_id: string }
  | { outcome: "rejected" | "no_agent"; call_id: null };

/** Where calls from outside come in. */
export class InboundDesk {
  readonly #workspace: Workspace;
  readonly #register: CallRegister;
  readonly #engine: CallEngine;
  readonly #gate: StartGate;
  readonly #messenger: Messenger;
  readonly #settings: Settings;

  constructor(
    workspace: Workspace,
    register: CallRegister,
    engine: CallEngine,
    gate: StartGate,
    messenger: Messenger,
    settings: Settings,
  ) {
    this.#workspace = workspace;
    this.#register = register;
    this.#engine = engine;
    this.#gate = gate;
    this.#messenger = messenger;
    this.#settings = settings;
  }

  /** Somebody calls one of the account's numbers. Resolves when it is settled whether and by whom they are answered. */
  async receive(body: unknown): Promise<InboundResult> {
    demand(body, CALL);
    const call = body as InboundCall;
    const number = this.#workspace.findNumber(call.to_number);
    if (!number) throw notFound(`Item ${call.to_number} not found from phone-number`);
    const name = this.#register.name();
    const wishes = await this.#ask(call, number, name);
    if (wishes.reject) return { outcome: "rejected", call_id: null };
    if (!wishes.override_agent_id && !number.inbound_agents?.length)
      return { outcome: "no_agent", call_id: null };
    const hasSlot = await this.#waitForSlot();
    const reason = hasSlot ? null : reasonWithoutSlot(number);
    const record = this.#register.write(
      {
        agents: number.inbound_agents,
        agentId: wishes.override_agent_id,
        agentVersion: wishes.override_agent_version,
        direction: "inbound",
        fromNumber: call.from_number,
        toNumber: call.to_number,
        metadata: wishes.metadata,
        variables: wishes.dynamic_variables,
        customSipHeaders: call.custom_sip_headers,
        agentOverride: wishes.agent_override,
        ...(reason && { reason }),
      },
      name,
    );
    return this.#begin(record, hasSlot);
  }

  #begin(record: CallRecord, hasSlot: boolean): InboundResult {
    if (hasSlot) {
      this.#engine.place(record);
      this.#gate.enter(record, "inbound");
    } else {
      this.#engine.refuse(record);
    }
    return { outcome: "accepted", call_id: record.callId };
  }

  /** What the number's webhook wishes. A reply that is not as it must be counts as none, all of it. */
  async #ask(call: InboundCall, number: PhoneNumber, { callId }: CallName): Promise<Wishes> {
    if (!number.inbound_webhook_url) return {};
    const [only, ...others] = number.inbound_agents ?? [];
    const isSure = only !== undefined && others.length === 0;
    const agent = isSure && this.#workspace.findAgent(only.agent_id, only.agent_version);
    const payload = {
      event: "call_inbound",
      event_timestamp: Date.now(),
      call_inbound: {
        ...(this.#settings.inboundCallId && { call_id: callId }),
        ...(agent && { agent_id: agent.agent_id, agent_version: agent.version }),
        ...call,
      },
    };
    const reply = await this.#messenger.ask({
      event: payload.event,
      callId,
      url: number.inbound_webhook_url,
      timeoutMs: WEBHOOK_TIMEOUT_MS,
      rawBody: JSON.stringify(payload),
      struck: [],
    });
    return this.#isWellFormed(reply) ? reply.call_inbound : {};
  }

  #isWellFormed(reply: unknown): reply is { call_inbound: Wishes } {
    try {
      demand(reply, REPLY);
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
    const { override_agent_id: agentId } = (reply as { call_inbound: Wishes }).call_inbound;
    return agentId === undefined || this.#workspace.findAgent(agentId) !== undefined;
  }

  /** It goes on ringing while all slots are taken, for a while. */
  async #waitForSlot(): Promise<boolean> {
    for (let waitedMs = 0; this.#gate.isFull(0); waitedMs += LOOK_AGAIN_MS) {
      if (waitedMs >= RINGS_FOR_MS) return false;
      if (!(await this.#messenger.wait(LOOK_AGAIN_MS))) throw badRequest("The simulator is stopping.");
    }
    return true;
  }
}

function reasonWithoutSlot({ fallback_number: fallback }: PhoneNumber): DisconnectionReason {
  return fallback ? "no_concurrency_fallback" : "concurrency_limit_reached";
}
