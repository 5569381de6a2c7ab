import type { Db } from "#database";
import { recordAudit } from "#domain/audit";
import type { AdminActor } from "#domain/people";
import { isCallId } from "./call-id.ts";
import type { CallRow } from "./call-row.ts";
import { noSuchCall } from "./get-call.ts";
import { isOver } from "./stop-words.ts";

/** What is left to do once the wish is written. `wished_before` is the same wish as somebody's before. */
export type Wish = "withdrawn" | "over" | "wanted" | "wished_before" | "renewed";

/** Writes down that the call should stop, or withdraws it if it was not sent yet. Throws a Problem when there is no such call. */
export async function wishStop(db: Db, actor: AdminActor, callId: string): Promise<Wish> {
  const call = isCallId(callId)
    ? await db.selectFrom("retell_calls").selectAll().where("id", "=", callId).forUpdate().executeTakeFirst()
    : undefined;
  if (!call) throw noSuchCall();
  if (isOver(call.status)) return "over";
  if (call.stop_requested_at !== null) return wishAgain(db, actor, callId);
  if (call.dial_state === "queued") return withdraw(db, actor, call);
  await db
    .updateTable("retell_calls")
    .set({ stop_requested_by: actor.id, stop_requested_at: new Date() })
    .where("id", "=", callId)
    .execute();
  await db.insertInto("call_stops").values({ call_id: callId }).execute();
  await recordAudit(db, actor, "call.stop_requested", { callId, details: { status: call.status } });
  return "wanted";
}

/** Whoever dials claims the call under the same row lock, so it is either withdrawn or sent, never both. */
async function withdraw(db: Db, actor: AdminActor, call: CallRow): Promise<Wish> {
  await db
    .updateTable("retell_calls")
    .set({
      dial_state: "withdrawn",
      status: "cancelled",
      stop_requested_by: actor.id,
      stop_requested_at: new Date(),
    })
    .where("id", "=", call.id)
    .execute();
  await recordAudit(db, actor, "call.withdrawn", { callId: call.id });
  return "withdrawn";
}

async function wishAgain(db: Db, actor: AdminActor, callId: string): Promise<Wish> {
  const stop = await db
    .selectFrom("call_stops")
    .select("outcome")
    .where("call_id", "=", callId)
    .executeTakeFirst();
  if (stop?.outcome !== "given_up") return "wished_before";
  await recordAudit(db, actor, "call.stop_requested", { callId, details: { again: true } });
  return "renewed";
}
