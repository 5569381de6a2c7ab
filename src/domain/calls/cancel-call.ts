import { asActor, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import type { AdminActor } from "#domain/people";
import type { Call } from "./call.ts";
import type { CallRow } from "./call-row.ts";
import { carryOutStop, renewStop } from "./carry-out-stops.ts";
import { getCall } from "./get-call.ts";
import { isOver, type StopOutcome, stopWords } from "./stop-words.ts";

export interface CancelledCall {
  call: Call;
  outcome: StopOutcome;
  /** What happened, for the person who asked. */
  message: string;
}

/** What is left to do once the wish is written. */
type Wish = "withdrawn" | "over" | "wanted" | "renewed";

/**
 * Stops a call: one that was not sent yet is withdrawn, one that rings is cancelled, one that talks is
 * ended. The wish is written before Retell is asked and stays when Retell does not do it; asking again
 * is the same wish. Throws a Problem when there is no such call.
 */
export async function cancelCall(actor: AdminActor, callId: string): Promise<CancelledCall> {
  const wish = await asActor(actor, (db) => writeWish(db, actor, callId));
  if (wish === "renewed") await renewStop(callId);
  const isWanted = wish === "wanted" || wish === "renewed";
  const idNow = isWanted ? await carryOutStop(callId) : callId;
  return asActor(actor, async (db) => {
    const call = await getCall(db, idNow);
    const outcome = wish === "withdrawn" || wish === "over" ? wish : outcomeOf(call);
    return { call, outcome, message: stopWords(call, outcome) };
  });
}

async function writeWish(db: Db, actor: AdminActor, callId: string): Promise<Wish> {
  // Throws for what is no id of ours before the database would.
  await getCall(db, callId);
  const call = await db
    .selectFrom("retell_calls")
    .selectAll()
    .where("id", "=", callId)
    .forUpdate()
    .executeTakeFirstOrThrow();
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
  if (stop?.outcome !== "given_up") return "wanted";
  await recordAudit(db, actor, "call.stop_requested", { callId, details: { again: true } });
  return "renewed";
}

function outcomeOf(call: Call): StopOutcome {
  if (call.stop === null) return "over";
  if (call.stop.outcome === "moot") return "over";
  if (call.stop.outcome === "sent") return "stopped";
  if (call.stop.message !== null) return "refused";
  return call.retellCallId === null ? "waiting" : "under_way";
}
