import { type Actor, asActor } from "#database";
import { recordAudit } from "#domain/audit";
import type { AdminActor } from "#domain/people";
import { Problem } from "#domain/problems";
import { listCalls } from "#retell";
import type { Call } from "./call.ts";
import { getCall } from "./get-call.ts";
import { recordPage } from "./record-page.ts";
import { settleUnconfirmed } from "./settle-dials.ts";

const looker: Actor = { kind: "system", job: "look_again" };

/** Far more than anybody calls one number within minutes. */
const SIMILAR_LIMIT = 50;

export interface LookedAgain {
  call: Call;
  /** What came of it, for the person who asked. */
  message: string;
}

/**
 * Looks an unconfirmed call up now, because somebody wants to know, and reads which calls to its number
 * Retell shows. What Retell answers settles it as ever. Throws a Problem when there is nothing to look up,
 * and a RetellFailure when Retell cannot be asked.
 */
export async function lookAgain(actor: AdminActor, callId: string): Promise<LookedAgain> {
  const { toNumber } = await asActor(actor, async (db) => {
    const call = await getCall(db, callId);
    if (call.dialState !== "unconfirmed")
      throw new Problem("conflict", "It is known by now what became of this call. Reload the page.");
    await recordAudit(db, actor, "call.looked_up_again", { callId });
    return call;
  });
  await settleUnconfirmed(callId);
  if (toNumber !== null) await recordPage(looker, await listCalls({ toNumber, limit: SIMILAR_LIMIT }));
  const call = await asActor(actor, (db) => getCall(db, callId));
  return { call, message: findingWords(call) };
}

function findingWords(call: Call): string {
  switch (call.dialState) {
    case "accepted":
      return "Retell shows it: the call was placed.";
    case "not_placed":
      return "Retell answered, and shows no such call: it was not placed.";
    default:
      return call.attempt?.lookUpFailure ?? "Retell answered, and shows no such call yet.";
  }
}
