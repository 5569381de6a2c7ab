import { type Actor, asActor } from "#database";
import type { Agent, PhoneNumber } from "#domain/agents";
import { type Call, getCall } from "#domain/calls";
import { isProblem } from "#domain/problems";
import { phoneWords } from "#telephone";

/** What a call was sent with, to be sent again as another one. */
export interface SentBefore {
  callId: string;
  /** The other party's; null when the call had none, or Retell no longer says it. */
  phoneNumber: string | null;
  agentId: string | null;
  agentName: string | null;
  fromNumber: string | null;
  variables: Record<string, string>;
}

/** The call that the address names; null when it names none, undefined when there is no such call. */
export async function readSentBefore(
  actor: Actor,
  again: string | string[] | undefined,
): Promise<SentBefore | null | undefined> {
  const [callId] = [again ?? []].flat();
  if (callId === undefined) return null;
  try {
    return sentBefore(await asActor(actor, (db) => getCall(db, callId)));
  } catch (error) {
    if (isProblem(error) && error.code === "not_found") return undefined;
    throw error;
  }
}

/** Whoever called us is called back, from the number that they called. */
function sentBefore(call: Call): SentBefore {
  const { id: callId, agentId, agentName, variables, toNumber, fromNumber } = call;
  const [phoneNumber, ours] = call.direction === "inbound" ? [fromNumber, toNumber] : [toNumber, fromNumber];
  return { callId, phoneNumber, fromNumber: ours, agentId, agentName, variables };
}

/** What of that call is no longer to be had, in sentences. */
export function lacksOf(
  before: SentBefore,
  agents: readonly Agent[],
  numbers: readonly PhoneNumber[],
): string[] {
  const lacks: string[] = [];
  if (before.phoneNumber === null) lacks.push("That call has no number to call; enter one.");
  if (before.agentId !== null && !agents.some(({ agentId }) => agentId === before.agentId))
    lacks.push(
      `Its agent, “${before.agentName ?? before.agentId}”, is no longer in the workspace; choose another.`,
    );
  if (before.fromNumber !== null && !numbers.some(({ phoneNumber }) => phoneNumber === before.fromNumber))
    lacks.push(
      `The number that it was called from, ${phoneWords(before.fromNumber)}, is no longer in the workspace; check “Call from”.`,
    );
  return lacks;
}
