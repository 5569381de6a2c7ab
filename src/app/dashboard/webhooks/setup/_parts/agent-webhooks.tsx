import type { Agent } from "#domain/agents";
import { Panel } from "#ui/facts.tsx";
import { AgentWebhookForm } from "./agent-webhook-form.tsx";
import { eventWords } from "./event-words.ts";

/** Each agent with where its events go now, to be changed in place. */
export function AgentWebhooks({ agents, ours }: { agents: Agent[]; ours: string }) {
  return (
    <Panel title="Agents">
      <p className="text-sm text-ink-muted">
        An agent with an address of its own delivers to that one alone. Without one, events go to the address
        in the Retell dashboard under Settings → Webhooks, which only the dashboard shows.
      </p>
      {agents.length === 0 && <p className="py-4 text-ink-muted">Retell has told of no agents yet.</p>}
      <ul className="flex flex-col divide-y divide-line">
        {agents.map((agent) => (
          <li key={agent.agentId} className="flex flex-col gap-2 py-3">
            <div className="min-w-0">
              <h3 className="font-medium">{agent.name ?? agent.agentId}</h3>
              <p className="text-sm [overflow-wrap:anywhere]">
                {agent.webhookUrl ?? "No address of its own"}
                {agent.webhookUrl === ours && <span className="text-completed"> · this console</span>}
              </p>
              <p className="text-xs text-ink-muted">{eventWords(agent.webhookEvents)}</p>
            </div>
            <AgentWebhookForm
              agentId={agent.agentId}
              name={agent.name ?? agent.agentId}
              now={{ url: agent.webhookUrl, events: agent.webhookEvents }}
              ours={ours}
            />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
