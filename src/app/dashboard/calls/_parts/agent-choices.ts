import type { Agent } from "#domain/agents";
import type { Choice } from "#ui/pick-one.tsx";

/** Agents to choose from, by name, told apart by their ids. */
export function agentChoices(agents: readonly Agent[]): Choice[] {
  return agents.map(({ agentId, name, language }) => ({
    value: agentId,
    label: name ?? agentId,
    note: [language, agentId].filter(Boolean).join(" · "),
  }));
}
