import { sql } from "kysely";
import type { Db } from "#database";
import type { RetellAgent, RetellNumber } from "#retell";

/** Writes down what Retell says of these agents now. */
export async function keepAgents(db: Db, agents: readonly RetellAgent[]): Promise<void> {
  if (agents.length === 0) return;
  await db
    .insertInto("retell_agents")
    .values(
      agents.map((agent) => ({
        agent_id: agent.agentId,
        agent_name: agent.agentName,
        channel: agent.channel,
        version: agent.version,
        language: agent.language,
        webhook_url: agent.webhookUrl,
        webhook_events: agent.webhookEvents,
        response_engine: agent.responseEngine,
        begin_message: agent.beginMessage,
        prompt_variables: agent.promptVariables,
        variable_places: JSON.stringify(agent.variablePlaces),
        default_variables: JSON.stringify(agent.defaultVariables),
        fetched_at: new Date(),
        gone_at: null,
      })),
    )
    .onConflict((conflict) =>
      conflict.column("agent_id").doUpdateSet(({ ref }) => ({
        agent_name: ref("excluded.agent_name"),
        channel: ref("excluded.channel"),
        version: ref("excluded.version"),
        language: ref("excluded.language"),
        webhook_url: ref("excluded.webhook_url"),
        webhook_events: ref("excluded.webhook_events"),
        response_engine: ref("excluded.response_engine"),
        begin_message: ref("excluded.begin_message"),
        prompt_variables: ref("excluded.prompt_variables"),
        variable_places: ref("excluded.variable_places"),
        default_variables: ref("excluded.default_variables"),
        webhook_since: sql<Date>`
          case
            when (retell_agents.webhook_url, retell_agents.webhook_events)
              is distinct from (excluded.webhook_url, excluded.webhook_events) then now()
            else retell_agents.webhook_since
          end`,
        fetched_at: ref("excluded.fetched_at"),
        gone_at: ref("excluded.gone_at"),
      })),
    )
    .execute();
}

/** Writes down what Retell says of these numbers now. */
export async function keepNumbers(db: Db, numbers: readonly RetellNumber[]): Promise<void> {
  if (numbers.length === 0) return;
  await db
    .insertInto("retell_numbers")
    .values(
      numbers.map((number) => ({
        phone_number: number.phoneNumber,
        nickname: number.nickname,
        number_type: number.numberType,
        outbound_agents: JSON.stringify(number.outboundAgentIds),
        fetched_at: new Date(),
        gone_at: null,
      })),
    )
    .onConflict((conflict) =>
      conflict.column("phone_number").doUpdateSet(({ ref }) => ({
        nickname: ref("excluded.nickname"),
        number_type: ref("excluded.number_type"),
        outbound_agents: ref("excluded.outbound_agents"),
        fetched_at: ref("excluded.fetched_at"),
        gone_at: ref("excluded.gone_at"),
      })),
    )
    .execute();
}

/** Remembers why Retell did not give its lists, or that it did. */
export async function keepWorkspaceFailure(db: Db, failure: string | null): Promise<void> {
  await db
    .insertInto("sync_marks")
    .values({ name: "workspace_failure", mark: failure ?? "", updated_at: new Date() })
    .onConflict((conflict) =>
      conflict
        .column("name")
        .doUpdateSet(({ ref }) => ({ mark: ref("excluded.mark"), updated_at: ref("excluded.updated_at") })),
    )
    .execute();
}
