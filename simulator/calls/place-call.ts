import { randomBytes } from "node:crypto";
import { absent, badRequest, notFound, unpaid } from "../http/refusal.ts";
import type { Door } from "../ledger-lines.ts";
import type { Settings } from "../settings.ts";
import type { PhoneNumber } from "../workspace/numbers.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { CallRecord } from "./call-record.ts";
import type { CallRegister, Entry } from "./call-register.ts";
import type { CallEngine } from "./engine.ts";
import {
  type AgentCallOrder,
  type PhoneCallOrder,
  readPhoneCall,
  readRegisteredCall,
  readWebCall,
} from "./order.ts";
import { forcedReason } from "./outcome.ts";
import { type DisconnectionReason, REASONS } from "./reasons.ts";
import type { StartGate } from "./start-gate.ts";

const TOKEN_BYTES = 36;

/** The counter where calls are ordered: checks the order, then lets the call begin. */
export class CallCounter {
  readonly #workspace: Workspace;
  readonly #register: CallRegister;
  readonly #engine: CallEngine;
  readonly #gate: StartGate;
  readonly #settings: Settings;

  constructor(
    workspace: Workspace,
    register: CallRegister,
    engine: CallEngine,
    gate: StartGate,
    settings: Settings,
  ) {
    this.#workspace = workspace;
    this.#register = register;
    this.#engine = engine;
    this.#gate = gate;
    this.#settings = settings;
  }

  /** Places a phone call, or throws a refusal and places nothing. */
  place(body: unknown): CallRecord {
    const order = readPhoneCall(body, this.#settings.coerceVariables);
    const number = this.demandNumber(order.from_number);
    this.demandAgents(order.override_agent_id, number);
    const doomed = this.#doom();
    const limit = doomed ? null : this.#gate.limitBeforeDialling();
    if (limit === "rate" || (limit && this.#settings.overConcurrency === "refuse")) {
      throw this.#gate.refusalFor(limit);
    }
    return this.dial(order, number, limit ? "concurrency_limit_reached" : doomed);
  }

  /** Dials what has been checked already. With a reason the call is taken, and comes to nothing at once. */
  dial(
    order: PhoneCallOrder,
    number: PhoneNumber,
    doomed: DisconnectionReason | null = null,
    batchCallId?: string,
  ): CallRecord {
    const record = this.#register.write({
      agents: number.outbound_agents,
      agentId: order.override_agent_id,
      agentVersion: order.override_agent_version,
      direction: "outbound",
      fromNumber: order.from_number,
      toNumber: order.to_number,
      ...extrasOf(order),
      customSipHeaders: order.custom_sip_headers,
      ...(doomed && { reason: doomed }),
      ...(batchCallId && { batchCallId }),
    });
    if (doomed) {
      this.#engine.refuse(record);
      return record;
    }
    return this.#begin(record, batchCallId ? "batch" : "create-phone-call");
  }

  /** A call that a browser is to join. */
  placeWebCall(body: unknown): CallRecord {
    const order = readWebCall(body, this.#settings.coerceVariables);
    const accessToken = randomBytes(TOKEN_BYTES).toString("base64url");
    return this.#await(order, "join", { callType: "web_call", accessToken });
  }

  /** A call that somebody is to dial in to, by its id. */
  registerPhoneCall(body: unknown): CallRecord {
    const order = readRegisteredCall(body, this.#settings.coerceVariables);
    const { direction, from_number: fromNumber, to_number: toNumber } = order;
    return this.#await(order, "dial_in", { direction, fromNumber, toNumber });
  }

  demandNumber(phoneNumber: string): PhoneNumber {
    const number = this.#workspace.findNumber(phoneNumber);
    if (!number) throw notFound(`Item ${phoneNumber} not found from phone-number`);
    return number;
  }

  demandAgents(agentId: string | undefined, number: PhoneNumber): void {
    if (agentId !== undefined) {
      if (!this.#workspace.findAgent(agentId)) throw absent(this.#settings.absentStatus);
    } else if (!number.outbound_agents?.length) {
      throw badRequest("No outbound agent id set up for phone number.");
    }
  }

  #await(order: AgentCallOrder, awaits: NonNullable<CallRecord["awaits"]>, kind: Partial<Entry>): CallRecord {
    if (!this.#workspace.findAgent(order.agent_id)) throw absent(this.#settings.absentStatus);
    const doomed = this.#doom();
    if (!doomed && this.#gate.isFull(this.#settings.reservedInbound))
      throw this.#gate.refusalFor("concurrency");
    const forced = forcedReason(order.metadata);
    const comesByItself = forced !== null && REASONS[forced].answered;
    const record = this.#register.write({
      ...kind,
      agentId: order.agent_id,
      agentVersion: order.agent_version,
      ...extrasOf(order),
      ...(doomed && { reason: doomed }),
      ...(!comesByItself && { awaits }),
    });
    if (doomed) {
      this.#engine.refuse(record);
      return record;
    }
    return this.#begin(record, awaits === "join" ? "create-web-call" : "register-phone-call");
  }

  #begin(record: CallRecord, door: Door): CallRecord {
    this.#engine.place(record);
    this.#gate.enter(record, door);
    return record;
  }

  /** Why no call can come to anything now, if it is taken at all. */
  #doom(): DisconnectionReason | null {
    if (this.#settings.paymentValid) return null;
    if (this.#settings.withoutPayment === "refuse") throw unpaid();
    return "no_valid_payment";
  }
}

function extrasOf(order: PhoneCallOrder | AgentCallOrder): Partial<Entry> {
  return {
    metadata: order.metadata,
    variables: order.retell_llm_dynamic_variables,
    agentOverride: order.agent_override,
  };
}
