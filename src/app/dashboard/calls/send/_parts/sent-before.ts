import { type Actor, asActor } from "#database";
import { getCall } from "#domain/calls";
import { isProblem } from "#domain/problems";

/** What a call was sent with, to be sent again as another one. */
export interface SentBefore {
  phoneNumber: string;
  agentId: string | null;
  fromNumber: string | null;
  variables: Record<string, string>;
}

/** The call that the address names; null when it names none. */
export async function readSentBefore(
  actor: Actor,
  again: string | string[] | undefined,
): Promise<SentBefore | null> {
  const [callId] = [again ?? []].flat();
  if (callId === undefined) return null;
  try {
    const call = await asActor(actor, (db) => getCall(db, callId));
    if (call.toNumber === null || call.direction === "inbound") return null;
    const { toNumber: phoneNumber, agentId, fromNumber, variables } = call;
    return { phoneNumber, agentId, fromNumber, variables };
  } catch (error) {
    if (isProblem(error)) return null;
    throw error;
  }
}
