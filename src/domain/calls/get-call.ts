import type { Db } from "#database";
import { Problem } from "#domain/problems";
import type { Call } from "./call.ts";
import { callFromRows } from "./call-from-row.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Everything about one call. Throws a Problem when there is no such call, or none the actor may see. */
export async function getCall(db: Db, id: string): Promise<Call> {
  const row = uuid.test(id)
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
  const person = (userId: string | null) => people.find((candidate) => candidate.id === userId) ?? null;
  return callFromRows(row, details, {
    requestedBy: person(row.requested_by),
    stopRequestedBy: person(row.stop_requested_by),
  });
}

/** Where a call's recording lies, if there is one; the addresses never leave the server. */
export async function findRecording(
  db: Db,
  id: string,
  channels: 1 | 2,
): Promise<{ retellCallId: string; url: string } | null> {
  if (!uuid.test(id)) return null;
  const found = await db
    .selectFrom("retell_calls")
    .innerJoin("retell_call_details", "retell_call_details.call_id", "retell_calls.id")
    .select(["retell_call_id", "recording_url", "recording_multi_channel_url"])
    .where("id", "=", id)
    .executeTakeFirst();
  const url = channels === 2 ? found?.recording_multi_channel_url : found?.recording_url;
  return found?.retell_call_id && url ? { retellCallId: found.retell_call_id, url } : null;
}
