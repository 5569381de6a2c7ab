import type { Db } from "#database";
import { Problem } from "#domain/problems";
import type { Call, DialAttempt, DialDecision } from "./call.ts";
import { callFromRows } from "./call-from-row.ts";
import { isCallId } from "./call-id.ts";
import { describeWait } from "./describe-wait.ts";
import { RESTORED } from "./doubt-waiting-calls.ts";

/** Everything about one call. Throws a Problem when there is no such call, or none the actor may see. */
export async function getCall(db: Db, id: string): Promise<Call> {
  const row = isCallId(id)
    ? await db.selectFrom("retell_calls").selectAll().where("id", "=", id).executeTakeFirst()
    : undefined;
  if (!row) throw noSuchCall();
  const details = await db
    .selectFrom("retell_call_details")
    .selectAll()
    .where("call_id", "=", id)
    .executeTakeFirst();
  const stop = await db
    .selectFrom("call_stops")
    .select(["outcome", "message"])
    .where("call_id", "=", id)
    .executeTakeFirst();
  const decision = await db
    .selectFrom("dial_decisions")
    .selectAll()
    .where("call_id", "=", id)
    .executeTakeFirst();
  const people = await db
    .selectFrom("users")
    .select(["id", "name", "email"])
    .where("id", "in", [row.requested_by ?? "", row.stop_requested_by ?? "", decision?.decided_by ?? ""])
    .execute();
  const person = (userId: string | null) => people.find((candidate) => candidate.id === userId) ?? null;
  return callFromRows(row, details, {
    requestedBy: person(row.requested_by),
    stopRequestedBy: person(row.stop_requested_by),
    stop,
    waiting: await describeWait(db, row),
    attempt: await findAttempt(db, id),
    decision: decision
      ? {
          decision: decision.decision as DialDecision["decision"],
          by: person(decision.decided_by),
          at: decision.decided_at.toISOString(),
          retellCallId: decision.retell_call_id,
        }
      : null,
  });
}

export function noSuchCall(): Problem {
  return new Problem(
    "not_found",
    "There is no such call. It may have been removed, or the address is wrong.",
  );
}

async function findAttempt(db: Db, callId: string): Promise<DialAttempt | null> {
  const attempt = await db
    .selectFrom("dial_attempts")
    .selectAll()
    .where("call_id", "=", callId)
    .orderBy("started_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!attempt) return null;
  return {
    sentAt: attempt.worker === RESTORED ? null : attempt.started_at.toISOString(),
    message: attempt.message,
    httpStatus: attempt.http_status,
    lookedUpAt: attempt.looked_up_at?.toISOString() ?? null,
    lookUpFailure: attempt.look_up_failure,
    notPlacedAt: attempt.not_placed_at?.toISOString() ?? null,
  };
}
