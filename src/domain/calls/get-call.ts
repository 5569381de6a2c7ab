import type { Db } from "#database";
import { Problem } from "#domain/problems";
import type { Call } from "./call.ts";
import { callFromRows } from "./call-from-row.ts";
import { isCallId } from "./call-id.ts";
import { describeWait } from "./describe-wait.ts";

/** Everything about one call. Throws a Problem when there is no such call, or none the actor may see. */
export async function getCall(db: Db, id: string): Promise<Call> {
  const row = isCallId(id)
    ? await db.selectFrom("retell_calls").selectAll().where("id", "=", id).executeTakeFirst()
    : undefined;
  if (!row)
    throw new Problem(
      "not_found",
      "There is no such call. It may have been removed, or the address is wrong.",
    );
  const details = await db
    .selectFrom("retell_call_details")
    .selectAll()
    .where("call_id", "=", id)
    .executeTakeFirst();
  const people = await db
    .selectFrom("users")
    .select(["id", "name", "email"])
    .where("id", "in", [row.requested_by ?? "", row.stop_requested_by ?? ""])
    .execute();
  const stop = await db
    .selectFrom("call_stops")
    .select(["outcome", "message"])
    .where("call_id", "=", id)
    .executeTakeFirst();
  const person = (userId: string | null) => people.find((candidate) => candidate.id === userId) ?? null;
  return callFromRows(row, details, {
    requestedBy: person(row.requested_by),
    stopRequestedBy: person(row.stop_requested_by),
    stop,
    waiting: await describeWait(db, row),
  });
}
