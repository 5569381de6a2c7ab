import { type Actor, asActor } from "#database";
import { Problem } from "#domain/problems";
import { getAgent, listNumbers, RetellFailure } from "#retell";
import { keepAgents, keepNumbers } from "./keep.ts";

/** What we ask Retell on somebody's behalf is written down as our own work, not as theirs. */
const lookup: Actor = { kind: "system", job: "look_up_workspace" };

/** The agent's name if Retell has such an agent; undefined if not. Asks Retell about one we have not heard of. */
export async function knowAgent(agentId: string): Promise<{ name: string | null } | undefined> {
  const known = await asActor(lookup, (db) =>
    db
      .selectFrom("retell_agents")
      .select("agent_name")
      .where("agent_id", "=", agentId)
      .where("gone_at", "is", null)
      .executeTakeFirst(),
  );
  if (known) return { name: known.agent_name };
  try {
    const agent = await getAgent(agentId);
    await asActor(lookup, (db) => keepAgents(db, [agent]));
    return { name: agent.agentName };
  } catch (error) {
    return refuseUnlessAbsent(error);
  }
}

/** Whether the workspace has the number. Asks Retell about one we have not heard of. */
export async function knowNumber(phoneNumber: string): Promise<boolean> {
  const known = await asActor(lookup, (db) =>
    db
      .selectFrom("retell_numbers")
      .select("phone_number")
      .where("phone_number", "=", phoneNumber)
      .where("gone_at", "is", null)
      .executeTakeFirst(),
  );
  if (known) return true;
  try {
    const numbers = await listNumbers();
    await asActor(lookup, (db) => keepNumbers(db, numbers));
    return numbers.some((number) => number.phoneNumber === phoneNumber);
  } catch (error) {
    refuseUnlessAbsent(error);
    return false;
  }
}

function refuseUnlessAbsent(error: unknown): undefined {
  if (!(error instanceof RetellFailure)) throw error;
  if (error.kind === "absent" || error.kind === "refused") return undefined;
  throw new Problem(error.kind === "unauthorised" ? "retell_refused" : "retell_unreachable", error.message);
}
