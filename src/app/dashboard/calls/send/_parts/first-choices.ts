import type { Agent, PhoneNumber } from "#domain/agents";

/** What the form starts with: the configured defaults, else the agent bound to the number, else the only one. */
export function firstChoices(
  agents: Agent[],
  numbers: PhoneNumber[],
  defaults: { defaultAgentId: string | null; defaultFromNumber: string | null },
) {
  const from = numbers.find(({ phoneNumber }) => phoneNumber === defaults.defaultFromNumber) ?? numbers[0];
  const wanted = [
    defaults.defaultAgentId,
    ...(from?.outboundAgentIds ?? []),
    agents.length === 1 ? agents[0]?.agentId : null,
  ];
  const agentId = wanted.find((id) => id && agents.some((agent) => agent.agentId === id));
  return { firstAgentId: agentId ?? null, firstFromNumber: from?.phoneNumber ?? null };
}
