import type { Agent } from "./agents.ts";

/** How requests name a version: its number, or `latest`, or `latest_published`. */
export type VersionName = number | string;

/** The agents of an account, each with its versions from the oldest to the newest. */
export class AgentBook {
  readonly #agents = new Map<string, Agent[]>();

  constructor(agents: readonly Agent[]) {
    for (const agent of agents) this.put(agent);
  }

  /** Puts a version in, in place of the same one as it was. */
  put(agent: Agent): void {
    const others = (this.#agents.get(agent.agent_id) ?? []).filter(
      ({ version }) => version !== agent.version,
    );
    this.#agents.set(
      agent.agent_id,
      [...others, agent].sort((a, b) => a.version - b.version),
    );
  }

  /** Takes a version out, and with the last one the agent itself. */
  remove(agentId: string, version: number): void {
    const left = this.versions(agentId).filter((agent) => agent.version !== version);
    if (left.length > 0) this.#agents.set(agentId, left);
    else this.#agents.delete(agentId);
  }

  versions(agentId: string): Agent[] {
    return this.#agents.get(agentId) ?? [];
  }

  find(agentId: string, name: VersionName = "latest"): Agent | undefined {
    const versions = this.versions(agentId);
    if (name === "latest_published") return versions.findLast(({ is_published }) => is_published);
    const number = typeof name === "string" && /^\d+$/.test(name) ? Number(name) : name;
    return typeof number === "number" ? versions.find(({ version }) => version === number) : versions.at(-1);
  }

  /** Each agent's newest version. */
  newest(): Agent[] {
    return [...this.#agents.values()].flatMap((versions) => versions.slice(-1));
  }
}
