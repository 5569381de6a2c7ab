import { sql } from "kysely";
import type { Db } from "#database";

export interface FoundAgent {
  agentId: string;
  name: string | null;
}

export interface FoundNumber {
  phoneNumber: string;
  nickname: string | null;
}

const FOUND_MAX = 5;

/** Agents by part of their name or by their id, and our own numbers by some of their digits or their nickname. */
export async function searchWorkspace(
  db: Db,
  text: string,
): Promise<{ agents: FoundAgent[]; numbers: FoundNumber[] }> {
  const agents = await db
    .selectFrom("retell_agents")
    .select(["agent_id", "agent_name"])
    .where("gone_at", "is", null)
    .where(sql<boolean>`(position(lower(${text}) in lower(agent_name)) > 0 or agent_id = ${text})`)
    .orderBy("agent_name")
    .orderBy("agent_id")
    .limit(FOUND_MAX)
    .execute();
  const digits = /^[\d\s+().\-/]+$/.test(text) ? text.replaceAll(/\D/g, "") : "";
  const numbers = await db
    .selectFrom("retell_numbers")
    .select(["phone_number", "nickname"])
    .where("gone_at", "is", null)
    .where(
      sql<boolean>`(position(lower(${text}) in lower(nickname)) > 0
        or (${digits} <> '' and position(${digits} in phone_number) > 0))`,
    )
    .orderBy("phone_number")
    .limit(FOUND_MAX)
    .execute();
  return {
    agents: agents.map(({ agent_id, agent_name }) => ({ agentId: agent_id, name: agent_name })),
    numbers: numbers.map(({ phone_number, nickname }) => ({ phoneNumber: phone_number, nickname })),
  };
}
