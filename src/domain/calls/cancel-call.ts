import { asActor } from "#database";
import type { AdminActor } from "#domain/people";
import type { Call } from "./call.ts";
import { carryOutStop, renewStop } from "./carry-out-stops.ts";
import { getCall } from "./get-call.ts";
import { type StopOutcome, stopOutcomeOf, stopWords } from "./stop-words.ts";
import { wishStop } from "./wish-stop.ts";

export interface CancelledCall {
  call: Call;
  outcome: StopOutcome;
  /** What happened, for the person who asked. */
  message: string;
}

/**
 * Stops a call: one that was not sent yet is withdrawn, one that rings is cancelled, one that talks is
 * ended. The wish is written before Retell is asked and stays when Retell does not do it; asking again
 * is the same wish. Throws a Problem when there is no such call.
 */
export async function cancelCall(actor: AdminActor, callId: string): Promise<CancelledCall> {
  const wish = await asActor(actor, (db) => wishStop(db, actor, callId));
  if (wish === "renewed") await renewStop(callId);
  const isDone = wish === "withdrawn" || wish === "over";
  const idNow = isDone ? callId : await carryOutStop(callId);
  return asActor(actor, async (db) => {
    const call = await getCall(db, idNow);
    const outcome = isDone ? wish : stopOutcomeOf(call);
    return { call, outcome, message: stopWords(call, outcome) };
  });
}
