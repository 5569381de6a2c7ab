import type { AgentResponse } from "retell-sdk/resources/agent";
import { retellClient } from "./client.ts";
import { failureOf } from "./failure.ts";
import { promptVariablesIn, variablePlacesIn } from "./prompt-variables.ts";
import { isObject, type JsonObject } from "./retell-call.ts";

const PAGE_LIMIT = 1000;
/** Each agent costs up to two further requests; a few at a time stay far below any rate limit. */
const AGENTS_AT_ONCE = 4;

export interface RetellAgent {
  agentId: string;
  agentName: string | null;
  channel: string | null;
  version: number | null;
  language: string | null;
  webhookUrl: string | null;
  /** The events its webhook setting asks for; null means Retell's usual three. */
  webhookEvents: string[] | null;
  responseEngine: string | null;
  beginMessage: string | null;
  promptVariables: string[];
  /** The parts of prompt, flow or agent that use each of them. */
  variablePlaces: Record<string, string[]>;
  defaultVariables: Record<string, string>;
}

export interface RetellNumber {
  phoneNumber: string;
  nickname: string | null;
  numberType: string | null;
  outboundAgentIds: string[];
}

/** Every voice agent of the workspace with the variables its prompts use. Throws a RetellFailure. */
export async function listAgents(): Promise<RetellAgent[]> {
  try {
    const ids: string[] = [];
    let key: string | undefined;
    do {
      const page = await retellClient().agent.list({
        limit: PAGE_LIMIT,
        ...(key ? { pagination_key: key } : {}),
      });
      ids.push(...page.items.filter((item) => item.channel !== "chat").map((item) => item.agent_id));
      key = page.has_more ? page.pagination_key : undefined;
    } while (key);
    const agents: RetellAgent[] = [];
    for (let from = 0; from < ids.length; from += AGENTS_AT_ONCE) {
      agents.push(...(await Promise.all(ids.slice(from, from + AGENTS_AT_ONCE).map(getAgent))));
    }
    return agents;
  } catch (error) {
    throw failureOf(error);
  }
}

/** Throws a RetellFailure; its kind is `absent` when Retell knows no such agent. */
export async function getAgent(agentId: string): Promise<RetellAgent> {
  try {
    return await described(await retellClient().agent.retrieve(agentId));
  } catch (error) {
    throw failureOf(error);
  }
}

export const webhookEventNames = [
  "call_started",
  "call_ended",
  "call_analyzed",
  "transcript_updated",
  "transfer_started",
  "transfer_bridged",
  "transfer_cancelled",
  "transfer_ended",
] as const;
export type WebhookEventName = (typeof webhookEventNames)[number];

/** Tells Retell where an agent's events go, and which. Returns what Retell then holds. Throws a RetellFailure. */
export async function updateAgentWebhook(
  agentId: string,
  { url, events }: { url: string; events: WebhookEventName[] },
): Promise<Pick<RetellAgent, "webhookUrl" | "webhookEvents">> {
  try {
    return webhookOf(
      await retellClient().agent.update(agentId, { webhook_url: url, webhook_events: events }),
    );
  } catch (error) {
    throw failureOf(error);
  }
}

async function described(agent: AgentResponse): Promise<RetellAgent> {
  const prompts = await promptsOf(agent);
  return {
    agentId: agent.agent_id,
    agentName: agent.agent_name ?? null,
    channel: textOf(agent as unknown as JsonObject, "channel"),
    version: typeof agent.version === "number" ? agent.version : null,
    language: typeof agent.language === "string" ? agent.language : null,
    ...webhookOf(agent),
    responseEngine: agent.response_engine.type,
    beginMessage: textOf(prompts, "begin_message") ?? firstSentenceOf(prompts),
    promptVariables: promptVariablesIn(prompts, agent),
    variablePlaces: variablePlacesIn(prompts, { ...agent }),
    defaultVariables: stringsOf(prompts.default_dynamic_variables),
  };
}

function webhookOf(agent: AgentResponse): Pick<RetellAgent, "webhookUrl" | "webhookEvents"> {
  return {
    webhookUrl: agent.webhook_url ?? null,
    webhookEvents: Array.isArray(agent.webhook_events) ? agent.webhook_events.map(String) : null,
  };
}

/** Every number of the workspace. Throws a RetellFailure. */
export async function listNumbers(): Promise<RetellNumber[]> {
  try {
    const numbers: RetellNumber[] = [];
    let key: string | undefined;
    do {
      const page = await retellClient().phoneNumber.list({
        limit: PAGE_LIMIT,
        ...(key ? { pagination_key: key } : {}),
      });
      for (const item of page.items) {
        numbers.push({
          phoneNumber: item.phone_number,
          nickname: item.nickname ?? null,
          numberType: item.phone_number_type ?? null,
          outboundAgentIds: (item.outbound_agents ?? []).map((agent) => agent.agent_id),
        });
      }
      key = page.has_more ? page.pagination_key : undefined;
    } while (key);
    return numbers;
  } catch (error) {
    throw failureOf(error);
  }
}

/** The prompt or flow behind an agent; a custom LLM keeps its prompts to itself. */
async function promptsOf({ response_engine: engine }: AgentResponse): Promise<JsonObject> {
  if (engine.type === "retell-llm")
    return { ...(await retellClient().llm.retrieve(engine.llm_id, versionOf(engine))) };
  if (engine.type === "conversation-flow") {
    return {
      ...(await retellClient().conversationFlow.retrieve(engine.conversation_flow_id, versionOf(engine))),
    };
  }
  return {};
}

function versionOf(engine: { version?: number | null }): { version: number } | undefined {
  return typeof engine.version === "number" ? { version: engine.version } : undefined;
}

/** A flow has no begin message: its agent opens with the first node's fixed sentence, if there is one. */
function firstSentenceOf(flow: JsonObject): string | null {
  if (flow.start_speaker !== "agent" || !Array.isArray(flow.nodes)) return null;
  const node = flow.nodes.find((candidate) => isObject(candidate) && candidate.id === flow.start_node_id);
  const instruction = isObject(node) ? node.instruction : null;
  return isObject(instruction) && instruction.type === "static_text" ? textOf(instruction, "text") : null;
}

function textOf(source: JsonObject, name: string): string | null {
  const value = source[name];
  return typeof value === "string" && value !== "" ? value : null;
}

function stringsOf(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
