import type { Agent, PhoneNumber } from "#domain/agents";
import type { SentBefore } from "./sent-before.ts";

/**
 * What the form starts with: what a call to be sent again had, else the configured defaults, else the agent
 * bound to the number, else the only one. Nobody speaks in place of an agent that is no longer there.
 */
export function firstChoices(
  agents: Agent[],
  numbers: PhoneNumber[],
  defaults: { defaultAgentId: string | null; defaultFromNumber: string | null },
  before: SentBefore | null,
) {
  const has = (number: string | null | undefined) =>
    numbers.find(({ phoneNumber }) => phoneNumber === number);
  const from = has(before?.fromNumber) ?? has(defaults.defaultFromNumber) ?? numbers[0];
  const wanted = before?.agentId
    ? [before.agentId]
    : [
        defaults.defaultAgentId,
        ...(from?.outboundAgentIds ?? []),
        agents.length === 1 ? agents[0]?.agentId : null,
      ];
  const agentId = wanted.find((id) => id && agents.some((agent) => agent.agentId === id));
  return { firstAgentId: agentId ?? null, firstFromNumber: from?.phoneNumber ?? null };
}
