import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { asActor, askAndCommit, type Db } from "#database";
import { log } from "#log";
import { getConcurrency, type Lines, RetellFailure } from "#retell";
import { atTheGate, dialler } from "./dial-attempt.ts";
import { ageOf, CLOCK_SLACK_MS, type GateRow, lockGate } from "./gate-row.ts";
import { giveUpRefused, pauseDialling } from "./pause-dialling.ts";
import type { WaitReason } from "./waiting.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/**
 * What Retell said of its lines is believed so long, and asked no more often. Our own calls are counted
 * besides, so that only those that others place meanwhile are missed.
 */
const READING_HOLDS_MS = SECOND_MS;
/** What took longer than that to learn is believed as long as it took, up to this. */
const READING_HOLDS_AT_MOST_MS = 5 * SECOND_MS;
/** Whoever dials when it holds no longer than that has it read anew beside the call, so that the next need not wait for it. */
const RENEWED_BELOW_MS = READING_HOLDS_MS / 2;
/** By then the request for the call has been put together and sent. */
const CALL_FIRST_MS = 20;
/** A reading taken while calls are on their way counts them twice, so where lines are short it is taken when one is asked for. */
const RENEWED_WITH_LINES = 3;
/** Longer than the question takes at most. Past it, whoever asked has died. */
const READING_LASTS_MS = 4 * SECOND_MS;
/** So often it is looked whether somebody else's question has been answered. */
const LOOK_AGAIN_MS = 20;
/** Most answers are here much sooner. From then on it is looked less often, and whoever waits is told for what. */
export const READING_SLOW_AFTER_MS = SECOND_MS;
const SLOW_LOOK_AGAIN_MS = 200;
/** Without an answer for so long, calls go out without knowing how many lines are free. */
const BLIND_AFTER_MS = 5 * SECOND_MS;
/** A failure that is older is of another time. */
const FAILURE_HOLDS_MS = 15 * SECOND_MS;
/** When nobody can tell, a call that is older and not known to be over does not hold a line: its end may be unknown too. */
const BELIEVED_LIVE_MS = 10 * MINUTE_MS;
/** Longer than a request to place a call lasts, so that no attempt of interest began before. */
const ATTEMPT_MS = 5 * MINUTE_MS;

/** Whether a call may go as far as lines are concerned, or what is to be done first. */
export type LineVerdict =
  | { kind: "free" }
  | { kind: "read"; began: Date; isBlind: boolean }
  /** Without a reason when it is over in a moment. */
  | { kind: "wait"; reason: WaitReason | null; ms: number };

/**
 * For a workspace that is not known to be full: sends whoever asks to read anew when what is known is old, which
 * ends the transaction.
 */
export async function judgeLines(db: Db, gate: GateRow): Promise<LineVerdict> {
  if (holdsMs(gate) > 0) return { kind: "free" };
  const isBlind = isBlindNow(gate);
  const isBeingRead = isBeingReadNow(gate);
  const failureAge = ageOf(gate.reading_failed_at, gate);
  if (!isBeingRead && failureAge >= READING_HOLDS_MS) return claimReading(db, gate, isBlind);
  if (isBlind) return judgeBlindly(db, gate);
  if (!isBeingRead) return { kind: "wait", reason: "lines_unknown", ms: READING_HOLDS_MS - failureAge };
  return isReadingSlow(gate)
    ? { kind: "wait", reason: "lines_unknown", ms: SLOW_LOOK_AGAIN_MS }
    : { kind: "wait", reason: null, ms: LOOK_AGAIN_MS };
}

/** The verdict when it is known that no line is free: by what Retell last said, and what was dialled since (`inUse`). */
export function findFull(gate: GateRow, inUse: number | null) {
  const ms = holdsMs(gate);
  if (ms <= 0 || freeLines(gate, inUse) > 0) return null;
  return { kind: "wait", reason: "no_free_line", ms: ms + 1 } as const;
}

function freeLines(gate: GateRow, inUse: number | null): number {
  return (gate.lines_limit ?? 0) - (gate.lines_reserved ?? 0) - (inUse ?? 0);
}

/** The reading that a call which goes now is to have made beside it, and what takes the right to it; null when none is due. */
export function renewingReading(gate: GateRow, inUse: number | null) {
  const ms = holdsMs(gate);
  const isDue = ms > 0 && ms < RENEWED_BELOW_MS && !isBeingReadNow(gate);
  if (!isDue || freeLines(gate, inUse) < RENEWED_WITH_LINES) return null;
  return { began: gate.now, claiming: claimingReading() };
}

/** How long the last reading will be believed; nothing when it is no longer. */
function holdsMs(gate: GateRow): number {
  return Math.max(0, -ageOf(gate.reading_holds_until, gate));
}

/** The reading that the caller is to make, unless the last one still holds or somebody is at it. */
export async function claimReadingIfOld(db: Db, gate: GateRow): Promise<Date | null> {
  if (isBeingReadNow(gate) || holdsMs(gate) > 0) return null;
  return (await claimReading(db, gate, false)).began;
}

function isBeingReadNow(gate: GateRow): boolean {
  return ageOf(gate.reading_until, gate) < 0;
}

function isReadingSlow(gate: GateRow): boolean {
  return READING_LASTS_MS + ageOf(gate.reading_until, gate) >= READING_SLOW_AFTER_MS;
}

async function claimReading(db: Db, { now }: GateRow, isBlind: boolean) {
  await askAndCommit(db, [claimingReading().compile(db)]);
  return { kind: "read", began: now, isBlind } as const;
}

function claimingReading() {
  return sql`update dial_gate set reading_until = now() + ${READING_LASTS_MS} * interval '1 millisecond'`;
}

/** Nobody can say how many lines are free, and that has been so for too long to wait for it. */
export function isBlindNow(gate: GateRow): boolean {
  return (
    ageOf(gate.reading_failed_at, gate) < FAILURE_HOLDS_MS &&
    ageOf(gate.reading_failed_since, gate) >= BLIND_AFTER_MS
  );
}

/**
 * Lines in use: those of the last reading, and one for each attempt that it may not hold: it was sent before
 * the question and not answered by then, or after it. Null before the first reading.
 */
export async function countInUse(db: Db): Promise<number | null> {
  const { rows } = await countingInUse().execute(db);
  return rows[0]?.in_use ?? null;
}

/** As `countInUse`, to be asked together with other questions. */
export function countingInUse() {
  return sql<{ in_use: number | null }>`
    select lines_in_use + (
      select count(*) from (
        -- Apart, so that they are found by when they started also by a plan that was made when there were hardly any.
        select * from dial_attempts
        where started_at > read_at - ${ATTEMPT_MS} * interval '1 millisecond'
          and started_at < now() + ${CLOCK_SLACK_MS} * interval '1 millisecond'
        offset 0
      ) as lately
      where outcome in ('started', 'accepted', 'unknown')
        -- The lease of an attempt that was never settled is its worker's last sign of life.
        and coalesce(settled_at, leased_until) >= read_at
    ) as in_use
    from dial_gate where read_at is not null
  `;
}

/** By the last limit that Retell told and the calls that we know to go on; without either, nothing holds a call. */
async function judgeBlindly(db: Db, gate: GateRow): Promise<LineVerdict> {
  if (gate.lines_limit === null) return { kind: "free" };
  const { rows } = await sql<{ live: number }>`
    select count(*) as live from retell_calls
    where status in ('initiated', 'ringing', 'in_progress')
      and (status <> 'initiated' or dial_state in ('dialling', 'unconfirmed', 'accepted'))
      and placed_at > now() - ${BELIEVED_LIVE_MS} * interval '1 millisecond'
  `.execute(db);
  const isFree = (rows[0]?.live ?? 0) < gate.lines_limit - (gate.lines_reserved ?? 0);
  return isFree ? { kind: "free" } : { kind: "wait", reason: "no_free_line", ms: READING_HOLDS_MS };
}

/** As `readLines`, when the call that goes at this moment is out of the house. */
export async function readLinesBeside(began: Date): Promise<void> {
  await sleep(CALL_FIRST_MS);
  await readLines(began);
}

/** Asks Retell, for everybody, how many lines are free. `began` is when the right to ask was taken. */
export async function readLines(began: Date): Promise<void> {
  const askedAt = Date.now();
  try {
    await keepReading(began, await getConcurrency(), askedAt);
  } catch (error) {
    if (!(error instanceof RetellFailure)) throw error;
    await noteFailure(began, error);
  }
}

/** `askedAt`: when the question was sent, by this process's clock. */
async function keepReading(began: Date, lines: Lines, askedAt: number): Promise<void> {
  const answeredAt = Date.now();
  await asActor(
    dialler,
    async (db) => {
      // The gate may have let others through first; what is written counts from when its turn came.
      const { now } = await lockGate(db);
      const tookMs = Date.now() - askedAt;
      const heldUpMs = Date.now() - answeredAt;
      const believedMs = Math.min(Math.max(READING_HOLDS_MS, tookMs), READING_HOLDS_AT_MOST_MS);
      const keeping = sql`
      update dial_gate
      set read_at = ${began}, lines_limit = ${lines.limit}, lines_in_use = ${lines.inUse},
          lines_reserved = ${lines.reservedInbound}, reading_until = null,
          reading_holds_until = ${now}::timestamptz + ${heldUpMs + believedMs} * interval '1 millisecond',
          reading_failed_since = null, reading_failed_at = null, reading_failure = null,
          -- Who answers can be reached; whether calls are taken again shows with the next one.
          trouble_since = case when pause_reason = 'retell_unreachable' then null else trouble_since end
    `;
      await askAndCommit(db, [keeping.compile(db)]);
    },
    atTheGate,
  );
}

async function noteFailure(began: Date, failure: RetellFailure): Promise<void> {
  const isFirst = await asActor(dialler, async (db) => {
    if (failure.kind === "rate_limited" || failure.kind === "not_sent") {
      await pauseDialling(db, failure, began);
      await sql`update dial_gate set reading_until = null`.execute(db);
      await giveUpRefused(db);
      return false;
    }
    await lockGate(db);
    // Who answers, and not with a figure, will not give one soon: the call itself is told what is wrong.
    const patienceMs = failure.kind === "unknown" ? 0 : BLIND_AFTER_MS;
    const { rows } = await sql<{ first: boolean }>`
      update dial_gate
      set reading_until = null, reading_failed_at = now(), reading_failure = ${failure.message},
          reading_failed_since = case
            when reading_failed_at > now() - ${FAILURE_HOLDS_MS} * interval '1 millisecond' then reading_failed_since
            else now() - ${patienceMs} * interval '1 millisecond'
          end
      returning reading_failed_since >= now() - ${patienceMs} * interval '1 millisecond' as first
    `.execute(db);
    return rows[0]?.first ?? false;
  });
  if (isFirst)
    log.warn(
      { error: failure.message },
      "Retell does not say how many lines are free; calls go out without knowing if that goes on",
    );
}
