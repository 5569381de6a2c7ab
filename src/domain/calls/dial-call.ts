import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { type Actor, asActor, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import { enqueue } from "#jobs";
import { log } from "#log";
import { type PlacementRequest, placeCall, type RetellCall, RetellFailure } from "#retell";
import { carryOutStop } from "./carry-out-stops.ts";
import { lockCall } from "./lock-call.ts";
import { recordObservations } from "./record-observations.ts";

const dialler: Actor = { kind: "system", job: "dial_call" };
const worker = `worker-${randomUUID()}`;

/** While the worker that dials lives it renews its lease; past it, the attempt counts as unknown. */
const LEASE_MS = 6_000;
const RENEW_LEASE_EVERY_MS = 1_500;
/** When Retell says “later” without saying when. */
const POSTPONE_MS = 2_000;
/** A call that could not even be handed to Retell for so long is given up, and says so. */
const GIVE_UP_AFTER_MS = 15 * 60 * 1000;

/** An answer also settles an attempt whose lease ran out while we waited for it. */
const unanswered = ["dialling", "unconfirmed"] as const;

interface Attempt extends PlacementRequest {
  attemptId: string;
  requestedAt: Date;
}

/**
 * Dials a queued call: at most one request that Retell may have accepted, ever. The attempt is written
 * before it is sent, and while it may have reached Retell the database refuses a second one.
 */
export async function dialCall(callId: string): Promise<void> {
  const attempt = await asActor(dialler, (db) => claim(db, callId));
  if (attempt === null) return;
  const renewing = setInterval(() => void renewLease(attempt), RENEW_LEASE_EVERY_MS);
  try {
    const outcome = await placeCall(attempt).catch((error: unknown) => {
      if (error instanceof RetellFailure) return error;
      throw error;
    });
    await asActor(dialler, async (db) => {
      await lockCall(db, callId);
      await (outcome instanceof RetellFailure
        ? failed(db, attempt, outcome)
        : accepted(db, attempt, outcome));
    });
  } finally {
    clearInterval(renewing);
  }
  // Somebody may have wanted it stopped while it was on its way.
  await carryOutStop(callId);
}

/** Writes the attempt before anything is sent; null when the call is not waiting to be dialled. */
async function claim(db: Db, callId: string): Promise<Attempt | null> {
  const call = await db
    .selectFrom("retell_calls")
    .selectAll()
    .where("id", "=", callId)
    .forUpdate()
    .executeTakeFirst();
  if (call?.dial_state !== "queued") return null;
  if (!call.from_number || !call.to_number || !call.agent_id || !call.requested_at) return null;
  const { id } = await db
    .insertInto("dial_attempts")
    .values({
      call_id: callId,
      worker,
      leased_until: sql<Date>`now() + ${LEASE_MS} * interval '1 millisecond'`,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db.updateTable("retell_calls").set({ dial_state: "dialling" }).where("id", "=", callId).execute();
  return {
    attemptId: id,
    ourId: callId,
    fromNumber: call.from_number,
    toNumber: call.to_number,
    agentId: call.agent_id,
    variables: call.variables as Record<string, string>,
    requestedAt: call.requested_at,
  };
}

async function renewLease({ attemptId }: Attempt): Promise<void> {
  await asActor(dialler, (db) =>
    sql`update dial_attempts set leased_until = now() + ${LEASE_MS} * interval '1 millisecond'
        where id = ${attemptId} and outcome = 'started'`.execute(db),
  ).catch((error: unknown) => log.warn({ error: String(error) }, "A dialling lease could not be renewed"));
}

async function accepted(db: Db, attempt: Attempt, call: RetellCall): Promise<void> {
  const metadata = { ...call.metadata, switchboard_call_id: attempt.ourId };
  await settleAttempt(db, attempt, "accepted", { retell_call_id: call.retellCallId });
  await recordObservations(db, [{ phase: 1, call: { ...call, metadata }, complete: false }]);
  await recordAudit(db, dialler, "call.placed", {
    callId: attempt.ourId,
    details: { retellCallId: call.retellCallId },
  });
}

async function failed(db: Db, attempt: Attempt, failure: RetellFailure): Promise<void> {
  const details = { message: failure.message, httpStatus: failure.httpStatus };
  const facts = { http_status: failure.httpStatus, message: failure.message };
  const callId = attempt.ourId;
  switch (failure.kind) {
    case "unknown":
      await settleAttempt(db, attempt, "unknown", facts);
      // A webhook or a look-up may have been quicker than the silence: then there is nothing to say.
      if (await markUnconfirmed(db, callId))
        await recordAudit(db, dialler, "call.unconfirmed", { callId, details });
      return;
    case "rate_limited":
    case "not_sent":
      if (Date.now() - attempt.requestedAt.getTime() < GIVE_UP_AFTER_MS)
        return postpone(db, attempt, failure);
      break;
  }
  await settleAttempt(db, attempt, "refused", facts);
  await db
    .updateTable("retell_calls")
    .set({ dial_state: "refused", status: "failed", failure_message: failure.message })
    .where("id", "=", callId)
    .where("dial_state", "in", unanswered)
    .execute();
  await forgetLookUp(db, callId);
  await recordAudit(db, dialler, "call.refused", { callId, details });
}

/** Retell did not take the request, so the same call may be tried again, unless somebody wanted it stopped meanwhile. */
async function postpone(db: Db, attempt: Attempt, failure: RetellFailure): Promise<void> {
  const callId = attempt.ourId;
  const runAt = new Date(Date.now() + (failure.retryAfterMs ?? POSTPONE_MS));
  const { stop_requested_at: stopRequestedAt } = await db
    .selectFrom("retell_calls")
    .select("stop_requested_at")
    .where("id", "=", callId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await settleAttempt(db, attempt, "postponed", {
    http_status: failure.httpStatus,
    message: failure.message,
  });
  await db
    .updateTable("retell_calls")
    .set(
      stopRequestedAt === null
        ? { dial_state: "queued", dial_after: runAt, failure_message: `Waiting: ${failure.message}` }
        : { dial_state: "withdrawn", status: "cancelled" },
    )
    .where("id", "=", callId)
    .where("dial_state", "in", unanswered)
    .execute();
  await forgetLookUp(db, callId);
  if (stopRequestedAt !== null) {
    await recordAudit(db, dialler, "call.withdrawn", { callId, details: { message: failure.message } });
    return;
  }
  await recordAudit(db, dialler, "call.postponed", {
    callId,
    details: { message: failure.message, until: runAt.toISOString() },
  });
  await enqueue(db, "dial_call", { callId }, { key: `dial:${callId}`, runAt });
}

/** Retell has answered, so there is nothing left to look up. */
async function forgetLookUp(db: Db, callId: string): Promise<void> {
  await sql`
    delete from call_checks using retell_calls as call
    where call.id = ${callId} and call_checks.call_id = call.id and call.retell_call_id is null
  `.execute(db);
}

async function settleAttempt(
  db: Db,
  { attemptId }: Attempt,
  outcome: "accepted" | "refused" | "postponed" | "unknown",
  facts: { retell_call_id?: string; http_status?: number | null; message?: string },
): Promise<void> {
  await db
    .updateTable("dial_attempts")
    .set({ outcome, ...facts, settled_at: new Date() })
    .where("id", "=", attemptId)
    // A look-up may have settled an attempt that was thought lost.
    .where("outcome", "in", ["started", "unknown"])
    .execute();
}

/** From here on only a look-up, a webhook or a person decides; see settle-dials.ts. False when one has already. */
export async function markUnconfirmed(db: Db, callId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("retell_calls")
    .set({ dial_state: "unconfirmed" })
    .where("id", "=", callId)
    .where("dial_state", "=", "dialling")
    .executeTakeFirstOrThrow();
  await sql`
    insert into call_checks (call_id, due_at) values (${callId}, now())
    on conflict (call_id) do update set due_at = excluded.due_at, is_live = true, attempts = 0
  `.execute(db);
  return numUpdatedRows > 0n;
}
