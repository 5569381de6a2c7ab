import type { Finding } from "#domain/checks";
import type { Replay, Trace, TransferStep } from "#domain/webhooks";
import { ask } from "./ask.ts";

export async function replayWebhook(id: string): Promise<Replay> {
  return (
    await ask<{ replay: Replay }>(`/api/webhook-log/${encodeURIComponent(id)}/replay`, { method: "POST" })
  ).replay;
}

export interface AgentWebhook {
  url: string | null;
  events: string[] | null;
}

export async function setAgentWebhook(
  agentId: string,
  setting: { url: string; events: string[]; replaces: AgentWebhook },
): Promise<void> {
  await ask(`/api/workspace/agents/${encodeURIComponent(agentId)}/webhook`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(setting),
  });
}

export async function runCheck(name: string): Promise<Finding[]> {
  return (await ask<{ findings: Finding[] }>(`/api/checks/${name}`, { method: "POST" })).findings;
}

export async function readTransfers(callId: string): Promise<TransferStep[]> {
  const path = `/api/calls/${encodeURIComponent(callId)}/transfers`;
  return (await ask<{ transfers: TransferStep[] }>(path)).transfers;
}

export function readTrace(callId: string): Promise<Trace> {
  return ask<Trace>(`/api/calls/${encodeURIComponent(callId)}/trace`);
}
