import type { Random } from "../random.ts";
import type { Agent } from "../workspace/agents.ts";
import type { Llm } from "../workspace/engines.ts";
import type { WeightedAgent } from "../workspace/numbers.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { AgentOverride, CallBrief } from "./call-record.ts";
import type { Outcome } from "./outcome.ts";
import type { Variables } from "./variables.ts";

const PLAIN_OPENING = "Hello.";

/** What a caller of the API, or the past, decides about a call. */
export interface CallRequest {
  callId: string;
  storyKey: string;
  agent: Agent;
  agentVersion?: number;
  callType?: "web_call" | undefined;
  direction?: "inbound" | "outbound" | undefined;
  fromNumber?: string | undefined;
  toNumber?: string | undefined;
  metadata?: unknown;
  variables?: Variables;
  customSipHeaders?: Record<string, string>;
  agentOverride?: AgentOverride;
  outcome: Outcome;
}

/** Settles everything that the call's story depends on, so that later changes to the agent leave it alone. */
export function draftCall(request: CallRequest, workspace: Workspace): CallBrief {
  const { agent, agentVersion = agent.version, agentOverride, outcome, ...rest } = request;
  const settings = { ...agent, ...(agentOverride?.agent as Partial<Agent> | undefined) };
  const engine = engineOf(agent, agentOverride, workspace);
  const variables = { ...engine.defaults, ...request.variables };
  return {
    ...withoutUndefined({ ...rest, agentOverride }),
    agentId: agent.agent_id,
    agentVersion,
    agentName: settings.agent_name ?? "",
    spokenVariables: { ...variables, ...systemVariables(request) },
    openingLine: engine.openingLine,
    plannedReason: outcome.reason,
    minimumMs: outcome.minimumMs,
    maximumMs: settings.max_call_duration_ms,
    ringOutMs: settings.ring_duration_ms,
    storageSetting: settings.data_storage_setting,
    signedUrls: settings.opt_in_signed_url,
    ...(settings.pii_config && { scrubbed: settings.pii_config.categories }),
    ...(settings.data_storage_retention_days && { retentionDays: settings.data_storage_retention_days }),
  };
}

/** Draws an agent by weight. */
export function drawAgent(agents: readonly WeightedAgent[], random: Random): WeightedAgent | undefined {
  let draw = random.float() * agents.reduce((sum, agent) => sum + agent.weight, 0);
  for (const agent of agents) {
    if (draw < agent.weight) return agent;
    draw -= agent.weight;
  }
  return agents.at(-1);
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

interface EngineFacts {
  openingLine: string;
  defaults: Variables;
}

function engineOf(agent: Agent, override: AgentOverride | undefined, workspace: Workspace): EngineFacts {
  const engine = agent.response_engine;
  switch (engine.type) {
    case "conversation-flow": {
      const flow = { ...workspace.findFlow(engine.conversation_flow_id), ...override?.conversation_flow };
      const start = (flow.nodes ?? []).find((node) => node.id === flow.start_node_id);
      const openingLine = start && "instruction" in start ? start.instruction.text : PLAIN_OPENING;
      return { openingLine, defaults: stringsOf(flow.default_dynamic_variables) };
    }
    case "retell-llm": {
      const sent = override?.retell_llm as Partial<Pick<Llm, "begin_message" | "default_dynamic_variables">>;
      const { begin_message, default_dynamic_variables } = { ...workspace.findLlm(engine.llm_id), ...sent };
      return { openingLine: begin_message || PLAIN_OPENING, defaults: stringsOf(default_dynamic_variables) };
    }
    case "custom-llm":
      return { openingLine: PLAIN_OPENING, defaults: {} };
  }
}

function stringsOf(map: object | null | undefined): Variables {
  return Object.fromEntries(Object.entries(map ?? {}).filter(([, value]) => typeof value === "string"));
}

function systemVariables(request: CallRequest): Variables {
  const { callId, callType = "phone_call", direction, fromNumber, toNumber } = request;
  const [user, agent] = direction === "inbound" ? [fromNumber, toNumber] : [toNumber, fromNumber];
  return withoutUndefined({
    call_id: callId,
    call_type: callType,
    direction,
    user_number: user,
    agent_number: agent,
  }) as Variables;
}
