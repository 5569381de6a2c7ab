import type { Db } from "#database";
import type { Agent, PhoneNumber } from "./agent.ts";

/** The workspace's voice agents, by name. */
async function listAgents(db: Db): Promise<Agent[]> {
  const rows = await db
    .selectFrom("retell_agents")
    .selectAll()
    .where("gone_at", "is", null)
    .orderBy("agent_name")
    .orderBy("agent_id")
    .execute();
  return rows.map((row) => ({
    agentId: row.agent_id,
    name: row.agent_name,
    channel: row.channel,
    language: row.language,
    beginMessage: row.begin_message,
    promptVariables: row.prompt_variables,
    variablePlaces: row.variable_places as Record<string, string[]>,
    hasKnownPrompts: row.response_engine === "retell-llm" || row.response_engine === "conversation-flow",
    defaultVariables: row.default_variables as Record<string, string>,
    webhookUrl: row.webhook_url,
    webhookEvents: row.webhook_events,
  }));
}

/** The workspace's numbers. */
async function listNumbers(db: Db): Promise<PhoneNumber[]> {
  const rows = await db
    .selectFrom("retell_numbers")
    .selectAll()
    .where("gone_at", "is", null)
    .orderBy("phone_number")
    .execute();
  return rows.map((row) => ({
    phoneNumber: row.phone_number,
    nickname: row.nickname,
    type: row.number_type,
    outboundAgentIds: row.outbound_agents as string[],
  }));
}

export interface Workspace {
  agents: Agent[];
  numbers: PhoneNumber[];
  /** Why the lists may be missing or old, in words, when Retell last did not give them. */
  notice: string | null;
}

export async function describeWorkspace(db: Db): Promise<Workspace> {
  const [agents, numbers] = [await listAgents(db), await listNumbers(db)];
  const mark = await db
    .selectFrom("sync_marks")
    .select("mark")
    .where("name", "=", "workspace_failure")
    .executeTakeFirst();
  return { agents, numbers, notice: mark?.mark || null };
}
