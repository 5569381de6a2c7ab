import { asActor, takeSystemRole } from "#database";
import type { AdminActor } from "#domain/people";
import type { Call } from "./call.ts";
import { getCall } from "./get-call.ts";
import { lockUndecided } from "./lock-undecided.ts";
import { settleNotPlaced } from "./settle-dials.ts";

const DECLARED =
  "Whether Retell had placed this call could not be found out, and a person decided that it was not placed. If you still want it, send it again.";

/**
 * Settles by a person's word, in their name, that a call was not placed, when nobody could find out. Throws
 * a Problem when no decision is wanted. Should Retell show the call after all, its row says so.
 */
export async function declareNotPlaced(actor: AdminActor, callId: string): Promise<Call> {
  await asActor(actor, async (db) => {
    await lockUndecided(db, callId);
    await db
      .insertInto("dial_decisions")
      .values({ call_id: callId, decision: "not_placed", decided_by: actor.id })
      .execute();
    // The database has agreed that this person may decide; carrying it out is nobody's by hand.
    await takeSystemRole(db);
    await settleNotPlaced(db, actor, callId, DECLARED);
  });
  return asActor(actor, (db) => getCall(db, callId));
}
