import type { Db } from "#database";
import { Problem } from "#domain/problems";
import { getCall } from "./get-call.ts";

/**
 * Locks calls, of which the first is to be decided about, so that nobody else settles it meanwhile. Throws a
 * Problem when there is no such call, or when no decision about it is wanted.
 */
export async function lockUndecided(db: Db, callId: string, others: readonly string[] = []): Promise<void> {
  // Throws for what is no id of ours before the database would.
  await getCall(db, callId);
  const rows = await db
    .selectFrom("retell_calls")
    .select(["id", "dial_state", "decision_wanted_at"])
    .where("id", "in", [callId, ...others])
    .orderBy("id")
    .forUpdate()
    .execute();
  const call = rows.find(({ id }) => id === callId);
  if (call?.dial_state !== "unconfirmed")
    throw new Problem(
      "conflict",
      "There is nothing to decide: it is known by now what became of this call. Reload the page.",
    );
  if (call.decision_wanted_at === null)
    throw new Problem(
      "conflict",
      "This call is still being looked up. A decision is wanted only when Retell cannot be asked for ten minutes.",
    );
}
