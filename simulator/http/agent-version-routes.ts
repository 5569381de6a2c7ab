import { pageOf } from "../lists/pages.ts";
import type { Settings } from "../settings.ts";
import type { Agent } from "../workspace/agents.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { beginDraft } from "./agent-routes.ts";
import { type Answer, type Exchange, empty, json, type Route, route } from "./exchange.ts";
import { absent, absentOnDelete, badRequest } from "./refusal.ts";
import { demand, type Schema } from "./schema.ts";

const OK = 200;

const CREATE: Schema = {
  type: "object",
  required: ["base_version"],
  properties: { base_version: { type: "integer", minimum: 0 } },
};

const PUBLISH: Schema = {
  type: "object",
  required: ["version"],
  properties: {
    version: { type: "integer", minimum: 0 },
    version_title: { type: "string" },
    version_description: { type: "string" },
  },
};

type Publication = { version: number } & Pick<Agent, "version_title" | "version_description">;

/** The versions of agents. */
export function agentVersionRoutes(workspace: Workspace, settings: Settings): Route[] {
  /** A lenient simulator takes the newest version for one that is not there. */
  function find(agentId: string, version?: number | string): Agent {
    const found =
      workspace.findAgent(agentId, version) ?? (settings.lenient ? workspace.findAgent(agentId) : undefined);
    if (!found) throw absent(settings.absentStatus);
    return found;
  }

  function versions(agentId = ""): Agent[] {
    return workspace.versionsOf(find(agentId).agent_id).toReversed();
  }

  function create({ params, body }: Exchange): Answer {
    demand(body, CREATE);
    const { base_version: base } = body as { base_version: number };
    return json(201, beginDraft(workspace, find(params[0] ?? "", base)));
  }

  function remove({ params, query }: Exchange): Answer {
    if (settings.lenient) return empty();
    const [agentId = ""] = params;
    const agent = workspace.findAgent(agentId, query.get("version") ?? undefined);
    if (!agent) throw absentOnDelete(settings);
    if (versions(agentId).length === 1) throw badRequest("The only version of an agent cannot be deleted.");
    workspace.deleteAgentVersion(agentId, agent.version);
    return empty();
  }

  function publish({ params, body }: Exchange): Answer {
    demand(body, PUBLISH);
    const { version, ...titles } = body as Publication;
    const agent = find(params[0] ?? "", version);
    const { version_title, version_description } = { ...agent, ...titles };
    workspace.saveAgent({ ...agent, is_published: true, version_title, version_description });
    return empty(OK);
  }

  /** There is nothing to mend here, since nothing that an agent refers to ever goes away. */
  function repair({ params, query }: Exchange): Answer {
    const agent = find(params[0] ?? "", query.get("version") ?? undefined);
    if (agent.is_published && !settings.lenient)
      throw badRequest("Published agent versions cannot be repaired.");
    return json(OK, agent);
  }

  return [
    route("POST", "/create-agent-version/:id", create),
    route("DELETE", "/delete-agent-version/:id", remove),
    route("GET", "/get-agent-versions/:id", ({ params }) => json(OK, versions(params[0]))),
    route("GET", "/list-agent-versions/:id", ({ params, query }) =>
      json(OK, page(versions(params[0]), query)),
    ),
    route("POST", "/publish-agent-version/:id", publish),
    route("POST", "/repair-agent/:id", repair),
  ];
}

function page(versions: readonly Agent[], query: URLSearchParams) {
  const found = pageOf(
    versions,
    query,
    ({ version }) => String(version),
    ({ version }) => version,
  );
  return {
    ...found,
    items: found.items.map((agent) => ({
      version: agent.version,
      is_published: agent.is_published,
      last_modification_timestamp: agent.last_modification_timestamp,
      ...(typeof agent.base_version === "number" && { base_version: agent.base_version }),
      ...(agent.version_title && { version_title: agent.version_title }),
      ...(agent.version_description && { version_description: agent.version_description }),
    })),
  };
}
