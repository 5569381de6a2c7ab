import { setTimeout as sleep } from "node:timers/promises";
import { sql, type Updateable } from "kysely";
import { asActor, type DB, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import { placeCall, type RetellCall, RetellFailure } from "#retell";
import { carryOutStop } from "./carry-out-stops.ts";
import { type Attempt, atTheGate, dialler, keepLease, settleAttempt } from "./dial-attempt.ts";
import { takeTurn } from "./dial-gate.ts";
import { readLines, readLinesBeside } from "./free-lines.ts";
import { lockCall } from "./lock-call.ts";
import { endTrouble, giveUpRefused, pauseDialling } from "./pause-dialling.ts";
import { recordObservations } from "./record-observations.ts";
import { recordFirstTimes } from "./tell-waiting.ts";
import type { WaitReason } from "./waiting.ts";

/** Who may go within so little stays for it; a longer wait is dialWaiting's. */
const STAY_FOR_MS = 250;
/** Nobody stays longer in all: a job that does not end keeps its worker from stopping. */
const STAY_IN_ALL_MS = 4_000;

/** An answer also settles an attempt whose lease ran out while we waited for it. */
const unanswered = ["dialling", "unconfirmed"] as const;

/**
 * Dials a queued call, after those that were asked for before it, as far as Retell's limits let calls go
 * now; otherwise it stays queued and says why.
 */
export async function dialCall(callId: string): Promise<void> {
  const readings: Promise<void>[] = [];
  const readBeside = (reading: Promise<void>) => {
    // Waited for at the end; until then nobody would hear that it failed.
    reading.catch(() => undefined);
    readings.push(reading);
  };
  const leaveAt = Date.now() + STAY_IN_ALL_MS;
  try {
    while (Date.now() < leaveAt) {
      const turn = await asActor(dialler, (db) => takeTurn(db, callId), atTheGate);
      if (turn.kind === "none" || (turn.kind === "wait" && turn.ms > STAY_FOR_MS)) return;
      if (turn.kind === "wait") await sleep(turn.ms);
      else if (turn.kind === "dial") {
        if (turn.reading) readBeside(readLinesBeside(turn.reading.began));
        await dial(turn.attempt);
      } else if (turn.isBlind) readBeside(readLines(turn.began));
      else await readLines(turn.began);
    }
  } finally {
    await Promise.all(readings);
  }
}

/**
 * Sends an attempt that has its turn: at most one request that Retell may have accepted, ever. The attempt is
 * written before it is sent, and while it may have reached Retell the database refuses a second one.
 */
export async function dial(attempt: Attempt): Promise<void> {
  const callId = attempt.ourId;
  const letGo = keepLease(attempt);
  try {
    const outcome = await placeCall(attempt).catch((error: unknown) => {
      if (error instanceof RetellFailure) return error;
      throw error;
    });
    await asActor(dialler, (db) => settle(db, attempt, outcome));
  } finally {
    letGo();
  }
  // Somebody may have wanted it stopped while it was on its way.
  await carryOutStop(callId);
}

async function settle(db: Db, attempt: Attempt, outcome: RetellCall | RetellFailure): Promise<void> {
  if (outcome instanceof RetellFailure && isLater(outcome)) return postpone(db, attempt, outcome);
  if (!(outcome instanceof RetellFailure) || outcome.kind !== "unknown") await endTrouble(db);
  await lockCall(db, attempt.ourId);
  await (outcome instanceof RetellFailure ? failed(db, attempt, outcome) : accepted(db, attempt, outcome));
}

/** Retell did not take the request, and may take the same one later. */
function isLater({ kind }: RetellFailure): boolean {
  return kind === "rate_limited" || kind === "not_sent";
}

async function accepted(db: Db, attempt: Attempt, call: RetellCall): Promise<void> {
  const metadata = { ...call.metadata, switchboard_call_id: attempt.ourId };
  await settleAttempt(db, attempt, "accepted", { retell_call_id: call.retellCallId });
  const sighting = { phase: 1, call: { ...call, metadata }, complete: false, source: "create_call" } as const;
  await recordObservations(db, [sighting], { placedAs: "call.placed" });
}

async function failed(db: Db, attempt: Attempt, failure: RetellFailure): Promise<void> {
  const details = { message: failure.message, httpStatus: failure.httpStatus };
  const facts = { http_status: failure.httpStatus, message: failure.message };
  const callId = attempt.ourId;
  if (failure.kind === "unknown") {
    await settleAttempt(db, attempt, "unknown", facts);
    // A webhook or a look-up may have been quicker than the silence: then there is nothing to say.
    if (await markUnconfirmed(db, callId))
      await recordAudit(db, dialler, "call.unconfirmed", { callId, details });
    return;
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

/** The same call is tried again, before all that were asked for later, unless somebody wanted it stopped meanwhile. */
async function postpone(db: Db, attempt: Attempt, failure: RetellFailure): Promise<void> {
  const callId = attempt.ourId;
  const until = await pauseDialling(db, failure, attempt.startedAt);
  const call = await db
    .selectFrom("retell_calls")
    .select(["stop_requested_at", "wait_reason", "wait_since"])
    .where("id", "=", callId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const facts = { http_status: failure.httpStatus, message: failure.message };
  await settleAttempt(db, attempt, "postponed", facts);
  await forgetLookUp(db, callId);
  if (call.stop_requested_at !== null) {
    await leave(db, callId, { dial_state: "withdrawn", status: "cancelled" });
    await recordAudit(db, dialler, "call.withdrawn", { callId, details: { message: failure.message } });
    return;
  }
  const reason: WaitReason = failure.kind === "rate_limited" ? "retell_asked" : "retell_unreachable";
  await leave(db, callId, {
    dial_state: "queued",
    dial_after: until,
    wait_reason: reason,
    wait_since: call.wait_reason === reason ? call.wait_since : new Date(),
  });
  await recordFirstTimes(db, reason, [callId], { until, message: failure.message });
  await giveUpRefused(db);
}

/** Writes what becomes of a call that was being dialled, unless something else has become of it. */
async function leave(db: Db, callId: string, state: Updateable<DB["retell_calls"]>): Promise<void> {
  await db
    .updateTable("retell_calls")
    .set(state)
    .where("id", "=", callId)
    .where("dial_state", "in", unanswered)
    .execute();
}

/** Retell has answered, so there is nothing left to look up. */
async function forgetLookUp(db: Db, callId: string): Promise<void> {
  await sql`
    delete from call_checks using retell_calls as call
    where call.id = ${callId} and call_checks.call_id = call.id and call.retell_call_id is null
  `.execute(db);
}

/** From here on only a look-up, a webhook or a person decides; see settle-dials.ts. False when one has already. */
export async function markUnconfirmed(db: Db, callId: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("retell_calls")
    // A decision that was wanted about an earlier attempt is none about this one.
    .set({ dial_state: "unconfirmed", decision_wanted_at: null })
    .where("id", "=", callId)
    .where("dial_state", "=", "dialling")
    .executeTakeFirstOrThrow();
  await sql`
    insert into call_checks (call_id, due_at) values (${callId}, now())
    on conflict (call_id) do update set due_at = excluded.due_at, is_live = true, attempts = 0
  `.execute(db);
  return numUpdatedRows > 0n;
}
