import { type Actor, asActor } from "#database";
import * as retell from "#retell";
import { keepAgents, keepNumbers, keepWorkspaceFailure } from "./keep.ts";

/** Asks Retell for all agents and numbers and writes them down. A refusal is written down too, then thrown. */
export async function refreshWorkspace(actor: Actor): Promise<void> {
  try {
    const [agents, numbers] = await Promise.all([retell.listAgents(), retell.listNumbers()]);
    await asActor(actor, async (db) => {
      await keepAgents(db, agents);
      await keepNumbers(db, numbers);
      await keepWorkspaceFailure(db, null);
      const gone = new Date();
      const [agentIds, phoneNumbers] = [
        agents.map((agent) => agent.agentId),
        numbers.map((number) => number.phoneNumber),
      ];
      await db
        .updateTable("retell_agents")
        .set({ gone_at: gone })
        .where("agent_id", "not in", ["", ...agentIds])
        .where("gone_at", "is", null)
        .execute();
      await db
        .updateTable("retell_numbers")
        .set({ gone_at: gone })
        .where("phone_number", "not in", ["", ...phoneNumbers])
        .where("gone_at", "is", null)
        .execute();
    });
  } catch (error) {
    if (error instanceof retell.RetellFailure)
      await asActor(actor, (db) => keepWorkspaceFailure(db, error.message));
    throw error;
  }
}
