import { sql } from "kysely";
import type { Db } from "#database";
import { recordAudit } from "#domain/audit";
import type { RetellFailure } from "#retell";
import { dialler } from "./dial-attempt.ts";
import { ageOf, type GateRow, lockGate, lookAtGate } from "./gate-row.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** A 429 without a hint: the first pause and the longest; each is twice the one before. */
const FIRST_PAUSE_MS = 2 * SECOND_MS;
const LONGEST_PAUSE_MS = MINUTE_MS;
/** Up to so much longer, by chance, so that whoever else was refused does not come back at the same moment. */
const JITTER = 0.25;
/** Whatever Retell hints: no shorter than its own measure, and asked again after so long. */
const HINT_MIN_MS = SECOND_MS;
const HINT_MAX_MS = HOUR_MS;
/** Between two tries to reach Retell at all. */
const UNREACHABLE_PAUSE_MS = 2 * SECOND_MS;
/** Nobody tried for so long after the last pause: the next trouble is another one. */
const TROUBLE_ENDS_AFTER_MS = 5 * MINUTE_MS;
/** A call that Retell refused to take, or could not be handed, for so long is given up. */
const REFUSED_FOR_MS = 15 * MINUTE_MS;
/** Whoever asked for a call so long ago no longer expects it; no line came free, or nobody was there to dial. */
export const WAIT_AT_MOST_MS = 4 * HOUR_MS;

/**
 * Retell said “later”, or cannot be reached: nothing is dialled for a while, since the limit is the
 * workspace's. Calls that this has kept for too long are given up. Returns until when. It locks the gate,
 * so it comes before any lock of a call. `sentAt`: when the request that was refused was sent.
 */
export async function pauseDialling(db: Db, failure: RetellFailure, sentAt: Date): Promise<Date> {
  const gate = await lockGate(db);
  const reason = failure.kind === "rate_limited" ? "retell_asked" : "retell_unreachable";
  // Several requests under way are refused for one and the same trouble.
  const isSameTrouble = gate.paused_at !== null && sentAt < gate.paused_at;
  const sincePauseMs = gate.now.getTime() - (gate.paused_until?.getTime() ?? 0);
  const isNew = !Number.isFinite(ageOf(gate.trouble_since, gate)) || sincePauseMs > TROUBLE_ENDS_AFTER_MS;
  const pauses = isNew ? 1 : gate.pauses + (isSameTrouble ? 0 : 1);
  const until = Math.max(
    gate.now.getTime() + pauseMs(failure, pauses),
    Number.isFinite(ageOf(gate.paused_at, gate)) ? (gate.paused_until?.getTime() ?? 0) : 0,
  );
  await db
    .updateTable("dial_gate")
    .set({
      pauses,
      pause_reason: reason,
      pause_message: failure.message,
      paused_at: gate.now,
      paused_until: new Date(until),
      trouble_since: isNew ? gate.now : gate.trouble_since,
    })
    .execute();
  return new Date(until);
}

function pauseMs({ kind, retryAfterMs }: RetellFailure, pauses: number): number {
  if (kind !== "rate_limited") return UNREACHABLE_PAUSE_MS;
  if (retryAfterMs !== null) return Math.min(Math.max(retryAfterMs, HINT_MIN_MS), HINT_MAX_MS);
  const growing = Math.min(FIRST_PAUSE_MS * 2 ** (pauses - 1), LONGEST_PAUSE_MS);
  return growing * (1 + Math.random() * JITTER);
}

/** Retell took a request to call, or said why not: whatever kept it from that is over. */
export async function endTrouble(db: Db): Promise<void> {
  const { trouble_since: trouble } = await lookAtGate(db);
  if (trouble === null) return;
  await lockGate(db);
  await sql`update dial_gate set trouble_since = null, pauses = 0`.execute(db);
}

/** Gives up the calls that Retell has not taken for too long. Time spent waiting for a line does not count. */
export async function giveUpRefused(db: Db): Promise<void> {
  const gate = await lockGate(db);
  if (ageOf(gate.trouble_since, gate) < REFUSED_FOR_MS) return;
  const minutes = REFUSED_FOR_MS / MINUTE_MS;
  await giveUp(
    db,
    `Given up after ${minutes} minutes in which Retell took no call. ${gate.pause_message ?? ""} Nobody was called; if you still want it, send it again.`,
    REFUSED_FOR_MS,
  );
}

/** Gives up the calls that nobody expects any more. */
export async function giveUpForgotten(db: Db): Promise<void> {
  await giveUp(
    db,
    `Given up: it could not be dialled within ${WAIT_AT_MOST_MS / HOUR_MS} hours of being asked for. Nobody was called; if you still want it, send it again.`,
    WAIT_AT_MOST_MS,
  );
}

export function isForgotten(requestedAt: Date, { now }: GateRow): boolean {
  return now.getTime() - requestedAt.getTime() > WAIT_AT_MOST_MS;
}

async function giveUp(db: Db, message: string, ageMs: number): Promise<void> {
  const { rows } = await sql<{ id: string; wait_reason: string | null }>`
    update retell_calls set dial_state = 'given_up', status = 'failed', failure_message = ${message}
    where dial_state = 'queued' and requested_at <= now() - ${ageMs} * interval '1 millisecond'
    returning id, wait_reason
  `.execute(db);
  for (const { id, wait_reason: reason } of rows.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    await recordAudit(db, dialler, "call.given_up", { callId: id, details: { reason, message } });
}
