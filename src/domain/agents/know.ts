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
  const isKnown = async () => (await readNumbers()).some((number) => number.phone_number === phoneNumber);
  if (await isKnown()) return true;
  await askForNumbers();
  return isKnown();
}

/**
 * The number that calls of this agent go out from when nobody names one: the first on which Retell has the
 * agent for outbound calls, or the workspace's only number. Null when neither says which.
 */
export async function findNumberOf(agentId: string): Promise<string | null> {
  let numbers = await readNumbers();
  if (numbers.length === 0) {
    await askForNumbers();
    numbers = await readNumbers();
  }
  const own = numbers.find(({ outbound_agents: agents }) => (agents as string[]).includes(agentId));
  return (own ?? (numbers.length === 1 ? numbers[0] : undefined))?.phone_number ?? null;
}

async function readNumbers() {
  return asActor(lookup, (db) =>
    db
      .selectFrom("retell_numbers")
      .select(["phone_number", "outbound_agents"])
      .where("gone_at", "is", null)
      .orderBy("phone_number")
      .execute(),
  );
}

async function askForNumbers(): Promise<void> {
  try {
    const numbers = await listNumbers();
    await asActor(lookup, (db) => keepNumbers(db, numbers));
  } catch (error) {
    refuseUnlessAbsent(error);
  }
}

function refuseUnlessAbsent(error: unknown): undefined {
  if (!(error instanceof RetellFailure)) throw error;
  if (error.kind === "absent" || error.kind === "refused") return undefined;
  throw new Problem(error.kind === "unauthorised" ? "retell_refused" : "retell_unreachable", error.message);
}
