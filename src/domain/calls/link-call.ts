import { z } from "zod";
import { asActor, takeSystemRole } from "#database";
import { recordAudit } from "#domain/audit";
import type { AdminActor } from "#domain/people";
import { Problem } from "#domain/problems";
import type { Call } from "./call.ts";
import { getCall } from "./get-call.ts";
import { listSimilarCalls } from "./list-similar-calls.ts";
import { lockUndecided } from "./lock-undecided.ts";
import { adoptCall } from "./record-observations.ts";
import { settleAttempts } from "./settle-dials.ts";

const inputShape = z.object({ similarId: z.uuid() });

/**
 * Settles by a person's word, in their name, that a call which Retell shows is the one whose placing was
 * never answered: what is known of both becomes one row. Throws a Problem when no decision is wanted, or
 * the other is not among the similar calls.
 */
export async function linkCall(actor: AdminActor, callId: string, input: unknown): Promise<Call> {
  const { data } = inputShape.safeParse(input);
  if (!data) throw notSimilar();
  await asActor(actor, async (db) => {
    await lockUndecided(db, callId, [data.similarId]);
    const similar = (await listSimilarCalls(db, callId)).find(({ id }) => id === data.similarId);
    if (!similar?.retellCallId) throw notSimilar();
    const { retellCallId } = similar;
    await db
      .insertInto("dial_decisions")
      .values({ call_id: callId, decision: "linked", retell_call_id: retellCallId, decided_by: actor.id })
      .execute();
    await recordAudit(db, actor, "call.linked", { callId, details: { retellCallId, similarId: similar.id } });
    // The database has agreed that this person may decide; merging rows is nobody's by hand.
    await takeSystemRole(db);
    await adoptCall(db, callId, similar.id);
    await settleAttempts(db, callId, { outcome: "accepted", retell_call_id: retellCallId });
  });
  return asActor(actor, (db) => getCall(db, callId));
}

function notSimilar(): Problem {
  return new Problem("invalid_input", "Choose one of the similar calls that the call's page shows.", {
    similarId: "Not one of the similar calls",
  });
}
