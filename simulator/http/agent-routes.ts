import { randomBytes } from "node:crypto";
import { pageOf } from "../lists/pages.ts";
import type { Settings } from "../settings.ts";
import { type Agent, newAgent } from "../workspace/agents.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { AGENT_UPDATE, NEW_AGENT } from "./agent-schema.ts";
import { type Answer, type Exchange, empty, json, type Route, route } from "./exchange.ts";
import { absent, absentOnDelete, badRequest } from "./refusal.ts";
import { demand } from "./schema.ts";

const AGENT_ID_BYTES = 13;

/** Agents, without their versions. */
export function agentRoutes(workspace: Workspace, settings: Settings): Route[] {
  function find(agentId: string | undefined, version: string | null): Agent {
    const agent = workspace.findAgent(agentId ?? "", version ?? undefined);
    if (!agent) throw absent(settings.absentStatus);
    return agent;
  }

  function create(body: unknown): Answer {
    demand(body, NEW_AGENT);
    const sent = body as Partial<Agent> & Pick<Agent, "response_engine" | "voice_id">;
    if (!settings.lenient && !hasEngine(sent, workspace)) throw absent(settings.absentStatus);
    const agentId = `agent_${randomBytes(AGENT_ID_BYTES).toString("hex")}`;
    return json(201, workspace.saveAgent(newAgent(agentId, sent)));
  }

  function update({ params, query, body }: Exchange): Answer {
    demand(body, AGENT_UPDATE);
    const agent = find(params[0], query.get("version"));
    const changes = body as Partial<Agent>;
    if (agent.is_published && settings.updatePublished === "refuse") {
      throw badRequest("Published agent versions cannot be updated.");
    }
    if (agent.is_published && settings.updatePublished === "new_draft") {
      return json(200, beginDraft(workspace, agent, changes));
    }
    const { agent_id: agentId, version, is_published } = agent;
    return json(200, workspace.updateAgent(agentId, { ...changes, is_published }, version));
  }

  function remove(agentId = ""): Answer {
    if (settings.lenient) return empty();
    const versions = workspace.versionsOf(agentId);
    if (versions.length === 0) throw absentOnDelete(settings);
    for (const { version } of versions) workspace.deleteAgentVersion(agentId, version);
    return empty();
  }

  return [
    route("POST", "/create-agent", ({ body }) => create(body)),
    route("POST", "/v2/list-agents", ({ query, body }) => json(200, listAgents(workspace, query, body))),
    route("GET", "/get-agent/:id", ({ params, query }) => json(200, find(params[0], query.get("version")))),
    route("PATCH", "/update-agent/:id", update),
    route("DELETE", "/delete-agent/:id", ({ params }) => remove(params[0])),
  ];
}

/** A new version after the newest one, which nobody calls with yet unless they ask for the latest. */
export function beginDraft(workspace: Workspace, base: Agent, changes: Partial<Agent> = {}): Agent {
  const newest = workspace.findAgent(base.agent_id) ?? base;
  return workspace.saveAgent({
    ...base,
    ...changes,
    agent_id: base.agent_id,
    version: newest.version + 1,
    base_version: base.version,
    is_published: false,
  });
}

function hasEngine(
  { response_engine: engine }: Pick<Agent, "response_engine">,
  workspace: Workspace,
): boolean {
  if (engine.type === "retell-llm") return workspace.findLlm(engine.llm_id) !== undefined;
  if (engine.type === "conversation-flow")
    return workspace.findFlow(engine.conversation_flow_id) !== undefined;
  return true;
}

function listAgents(workspace: Workspace, query: URLSearchParams, body: unknown) {
  demand(body, {
    type: "object",
    properties: {
      filter_criteria: {
        type: "object",
        properties: { channel: { type: "object" }, query: { type: "any" } },
      },
    },
  });
  const { filter_criteria: criteria } = body as {
    filter_criteria?: { channel?: { op?: string; value?: string }; query?: unknown };
  };
  const channel = criteria?.channel;
  const isVoice = !channel || (channel.value === "voice") === (channel.op !== "ne");
  const agents = isVoice ? workspace.listAgents().filter((agent) => isNamed(agent, criteria?.query)) : [];
  const page = pageOf(
    agents,
    query,
    (agent) => agent.agent_id,
    (agent) => agent.last_modification_timestamp,
  );
  return {
    ...page,
    items: page.items.map((agent) => ({
      agent_id: agent.agent_id,
      agent_name: agent.agent_name ?? "",
      channel: "voice",
      tags: {},
      user_modified_timestamp: agent.last_modification_timestamp,
    })),
  };
}

function isNamed(agent: Agent, query: unknown): boolean {
  const wanted = typeof query === "object" && query !== null && "value" in query ? query.value : query;
  if (typeof wanted !== "string" || wanted === "") return true;
  return `${agent.agent_name} ${agent.agent_id}`.toLowerCase().includes(wanted.toLowerCase());
}
