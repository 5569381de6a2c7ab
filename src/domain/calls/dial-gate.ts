import { sql } from "kysely";
import { settings } from "#config";
import { askInOrder, type Db } from "#database";
import type { CallRow } from "./call-row.ts";
import { type Attempt, type DialableRow, writeAttempt } from "./dial-attempt.ts";
import { countingInUse, findFull, judgeLines, renewingReading } from "./free-lines.ts";
import { ageOf, CLOCK_SLACK_MS, type GateRow, lockingGate, onlyGate } from "./gate-row.ts";
import { giveUpForgotten, isForgotten } from "./pause-dialling.ts";
import { tellWaiting } from "./tell-waiting.ts";
import type { WaitReason } from "./waiting.ts";

/** A little more than a second, for clocks that do not run alike. */
const SECOND_MS = 1_020;
/** A request on its way to Retell may arrive at any moment until its answer is here, or until this has passed. */
const ON_ITS_WAY_MS = 5_000;
/** When it is not known when the next may go. */
const LOOK_AGAIN_MS = 400;

export type Turn =
  /** The attempt is written: send it, and ask Retell for its lines beside it where a reading is due. */
  | { kind: "dial"; attempt: Attempt; reading: { began: Date } | null }
  /** Ask Retell for its lines first. Blind: without waiting for the answer. */
  | { kind: "read"; began: Date; isBlind: boolean }
  /** Not before so many milliseconds. */
  | { kind: "wait"; ms: number }
  /** The call for whose sake it was asked waits no more. */
  | { kind: "none" };

/**
 * Gives the turn to the call that was asked for first, if Retell's limits let one go now: no pause, calls
 * started per second, free lines. Otherwise those that wait are told why. `ownId`: the call for whose sake
 * it is asked; once that one waits no more there is no turn. It ends the transaction: nothing can be asked after it.
 */
export async function takeTurn(db: Db, ownId: string | null): Promise<Turn> {
  // In one round trip, and yet each sees what was committed before the gate was ours: it begins once the lock is held.
  const [gates, heads, lines, paces] = await askInOrder(db, [
    lockingGate().compile(db),
    findingHead(ownId).compile(db),
    countingInUse().compile(db),
    findingPace(settings().retell.callsPerSecond).compile(db),
  ]);
  const gate = onlyGate(gates);
  const head = heads[0] as Head | undefined;
  // Nobody waits, or the first was withdrawn at this very moment.
  if (!head) return { kind: "wait", ms: LOOK_AGAIN_MS };
  if (!head.own_waits) return { kind: "none" };
  if (head.requested_at && isForgotten(head.requested_at, gate)) {
    await giveUpForgotten(db);
    return { kind: "wait", ms: 0 };
  }
  const inUse = lines[0]?.in_use ?? null;
  const verdict = await judge(db, gate, { inUse, turnInMs: msUntilTurn(paces[0]) });
  if (verdict.kind === "read") return verdict;
  if (verdict.kind === "wait") {
    if (verdict.reason !== null) await tellWaiting(db, gate, verdict.reason, ownId);
    return { kind: "wait", ms: verdict.ms };
  }
  const reading = renewingReading(gate, inUse);
  const besides = reading ? [reading.claiming.compile(db)] : [];
  return { kind: "dial", attempt: await writeAttempt(db, head, besides), reading };
}

interface Started {
  /** Lines, as far as is known. */
  inUse: number | null;
  turnInMs: number;
}

async function judge(db: Db, gate: GateRow, { inUse, turnInMs }: Started) {
  const pausedMs = (gate.paused_until?.getTime() ?? 0) - gate.now.getTime();
  if (pausedMs > 0 && Number.isFinite(ageOf(gate.paused_at, gate)))
    return {
      kind: "wait",
      reason: (gate.pause_reason ?? "retell_asked") as WaitReason,
      ms: pausedMs,
    } as const;
  // What lasts longer is told rather than what is over in a moment.
  const full = findFull(gate, inUse);
  if (full) return full;
  if (turnInMs > 0) return { kind: "wait", reason: "calls_per_second", ms: turnInMs } as const;
  return judgeLines(db, gate);
}

interface Pace {
  spread_ms: number | null;
  full_ms: number | null;
  on_its_way: boolean | null;
}

/**
 * When another call may be started. Retell counts what arrives, so a request counts until a second after its
 * answer, by when it must have arrived. Besides, starts are spread over the second.
 */
function findingPace(callsPerSecond: number) {
  return sql<Pace>`
    with recent as (
      select started_at, settled_at is null as on_its_way,
             least(settled_at, started_at + ${ON_ITS_WAY_MS} * interval '1 millisecond') as arrived_by
      from dial_attempts
      where started_at > now() - ${ON_ITS_WAY_MS + SECOND_MS} * interval '1 millisecond'
        and started_at < now() + ${CLOCK_SLACK_MS} * interval '1 millisecond'
    ), oldest_that_fills as (
      select arrived_by, on_its_way from recent order by arrived_by desc offset ${callsPerSecond - 1} limit 1
    )
    select
      (extract(epoch from max(started_at) - now()) * 1000 + ${Math.ceil(SECOND_MS / callsPerSecond)})::float as spread_ms,
      (select (extract(epoch from arrived_by - now()) * 1000 + ${SECOND_MS})::float from oldest_that_fills) as full_ms,
      (select on_its_way from oldest_that_fills) as on_its_way
    from recent
  `;
}

/** Milliseconds until another call may be started. */
function msUntilTurn(pace: Pace | undefined): number {
  const { spread_ms: spreadMs, full_ms: fullMs, on_its_way: isOnItsWay } = pace ?? {};
  const untilRoom = isOnItsWay ? Math.min(fullMs ?? 0, LOOK_AGAIN_MS) : (fullMs ?? 0);
  return Math.ceil(Math.max(spreadMs ?? 0, untilRoom, 0));
}

type Head = DialableRow & { own_waits: boolean };

/** The call that goes next, its row locked. One that may have reached Retell is not dialled, and keeps nobody waiting. */
function findingHead(ownId: string | null) {
  return sql<CallRow & { own_waits: boolean }>`
    select call.*, ${ownId}::uuid is null or exists (
      select from retell_calls as own where own.id = ${ownId}::uuid and own.dial_state = 'queued'
    ) as own_waits
    from retell_calls as call
    where dial_state = 'queued' and from_number is not null and to_number is not null and agent_id is not null
      and requested_at is not null
      and not exists (
        select from dial_attempts as attempt
        where attempt.call_id = call.id and attempt.outcome in ('started', 'accepted', 'unknown', 'not_placed')
        -- Looked up for each, also by a plan that was made when there were hardly any.
        offset 0
      )
    order by requested_at, id limit 1 for update of call
  `;
}
