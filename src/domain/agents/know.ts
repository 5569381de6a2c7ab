import { type Actor, asActor, type Db } from "#database";
import { Problem } from "#domain/problems";
import { getAgent, listNumbers, RetellFailure } from "#retell";
import { keepAgents, keepNumbers } from "./keep.ts";

/** What we ask Retell on somebody's behalf is written down as our own work, not as theirs. */
const lookup: Actor = { kind: "system", job: "look_up_workspace" };

/** The agent's name if Retell has such an agent; undefined if not. Asks Retell about one we have not heard of. */
export async function knowAgent(agentId: string): Promise<{ name: string | null } | undefined> {
  const known = await asActor(lookup, (db) => findingAgent(db, agentId).executeTakeFirst());
  if (known) return { name: known.agent_name };
  try {
    const agent = await getAgent(agentId);
    await asActor(lookup, (db) => keepAgents(db, [agent]));
    return { name: agent.agentName };
  } catch (error) {
    return refuseUnlessAbsent(error);
  }
}

/** The agent as it stands here, to be asked together with other questions. */
export function findingAgent(db: Db, agentId: string) {
  return db
    .selectFrom("retell_agents")
    .select("agent_name")
    .where("agent_id", "=", agentId)
    .where("gone_at", "is", null);
}

/** Whether the workspace has the number. Asks Retell about one we have not heard of. */
export async function knowNumber(phoneNumber: string): Promise<boolean> {
  const isKnown = async () => (await readNumbers()).some((number) => number.phone_number === phoneNumber);
  if (await isKnown()) return true;
  await askForNumbers();
  return isKnown();
}

/** As `numberOf`; asks Retell when no number is known here. */
export async function findNumberOf(agentId: string): Promise<string | null> {
  let numbers = await readNumbers();
  if (numbers.length === 0) {
    await askForNumbers();
    numbers = await readNumbers();
  }
  return numberOf(agentId, numbers);
}

interface KnownNumber {
  phone_number: string;
  outbound_agents: unknown;
}

/**
 * The number that calls of this agent go out from when nobody names one: the first on which Retell has the
 * agent for outbound calls, or the workspace's only number. Null when neither says which.
 */
export function numberOf(agentId: string, numbers: readonly KnownNumber[]): string | null {
  const own = numbers.find(({ outbound_agents: agents }) => (agents as string[]).includes(agentId));
  return (own ?? (numbers.length === 1 ? numbers[0] : undefined))?.phone_number ?? null;
}

/** The workspace's numbers as they stand here, to be asked together with other questions. */
export function findingNumbers(db: Db) {
  return db
    .selectFrom("retell_numbers")
    .select(["phone_number", "outbound_agents"])
    .where("gone_at", "is", null)
    .orderBy("phone_number");
}

async function readNumbers() {
  return asActor(lookup, (db) => findingNumbers(db).execute());
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
