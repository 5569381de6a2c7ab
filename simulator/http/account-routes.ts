import type { CallBook } from "../calls/call-book.ts";
import { pageOf } from "../lists/pages.ts";
import type { Settings } from "../settings.ts";
import type { Agent } from "../workspace/agents.ts";
import type { PhoneNumber, WeightedAgent } from "../workspace/numbers.ts";
import { ORGANISATION, type Workspace } from "../workspace/workspace.ts";
import { AGENT_SETTINGS } from "./agent-schema.ts";
import { type Exchange, json, type Route, route } from "./exchange.ts";
import { absent, badRequest } from "./refusal.ts";
import { demand, type Schema } from "./schema.ts";

const PURCHASE_LIMIT = 100;
const WEIGHT_TOLERANCE = 1e-6;

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
const countries: Schema = {
  type: "array",
  nullable: true,
  items: { type: "string", minLength: 2, maxLength: 2 },
};

const NUMBER_UPDATE: Schema = {
  type: "object",
  properties: {
    inbound_agents: weightedAgents,
    outbound_agents: weightedAgents,
    nickname: text,
    inbound_webhook_url: text,
    fallback_number: text,
    allowed_inbound_country_list: countries,
    allowed_outbound_country_list: countries,
  },
};

/** Agents, their engines, numbers, and what the account itself is asked for. */
export function accountRoutes(workspace: Workspace, book: CallBook, settings: Settings): Route[] {
  function found<T>(thing: T | undefined): T {
    if (thing === undefined) throw absent(settings.absentStatus);
    return thing;
  }

  function updateAgent({ params, body }: Exchange) {
    demand(body, AGENT_SETTINGS);
    return json(200, found(workspace.updateAgent(params[0] ?? "", body as Partial<Agent>)));
  }

  function updateNumber({ params, body }: Exchange) {
    demand(body, NUMBER_UPDATE);
    const changes = body as Partial<PhoneNumber>;
    for (const agents of [changes.inbound_agents, changes.outbound_agents]) checkAgents(agents, workspace);
    return json(200, found(workspace.updateNumber(params[0] ?? "", changes)));
  }

  return [
    route("POST", "/v2/list-agents", ({ query, body }) => json(200, listAgents(workspace, query, body))),
    route("GET", "/get-agent/:id", ({ params }) => json(200, found(workspace.findAgent(params[0] ?? "")))),
    route("PATCH", "/update-agent/:id", updateAgent),
    route("GET", "/get-retell-llm/:id", ({ params }) => json(200, found(workspace.findLlm(params[0] ?? "")))),
    route("GET", "/get-conversation-flow/:id", ({ params }) =>
      json(200, found(workspace.findFlow(params[0] ?? ""))),
    ),
    route("GET", "/v2/list-phone-numbers", ({ query }) => json(200, listNumbers(workspace, query))),
    route("GET", "/get-phone-number/:number", ({ params }) =>
      json(200, found(workspace.findNumber(params[0] ?? ""))),
    ),
    route("PATCH", "/update-phone-number/:number", updateNumber),
    route("GET", "/get-concurrency", () => json(200, concurrency(book, settings))),
    route("GET", "/get-api-key-info", () => json(200, { api_key_name: "Simulator", org_name: ORGANISATION })),
  ];
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
      agent_name: agent.agent_name,
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

function listNumbers(workspace: Workspace, query: URLSearchParams) {
  return pageOf(
    workspace.listNumbers(),
    query,
    (number) => number.phone_number,
    (number) => number.last_modification_timestamp,
  );
}

function checkAgents(agents: WeightedAgent[] | null | undefined, workspace: Workspace): void {
  if (!agents?.length) return;
  const sum = agents.reduce((total, agent) => total + agent.weight, 0);
  if (Math.abs(sum - 1) > WEIGHT_TOLERANCE) throw badRequest("Agent weights must add up to 1.");
  const stranger = agents.find((agent) => !workspace.findAgent(agent.agent_id));
  if (stranger) throw badRequest(`Agent ${stranger.agent_id} not found.`);
}

function concurrency(book: CallBook, settings: Settings) {
  return {
    current_concurrency: book.live().length,
    concurrency_limit: settings.concurrencyLimit,
    base_concurrency: settings.concurrencyLimit,
    purchased_concurrency: 0,
    concurrency_purchase_limit: PURCHASE_LIMIT,
    remaining_purchase_limit: PURCHASE_LIMIT,
    concurrency_burst_enabled: false,
    concurrency_burst_limit: 0,
    reserved_inbound_concurrency: 0,
  };
}
