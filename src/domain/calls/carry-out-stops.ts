import { sql } from "kysely";
import { type Actor, asActor, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import { log } from "#log";
import { getCall, RetellFailure, stopCall } from "#retell";
import { phaseOf } from "./fold.ts";
import { lockCall } from "./lock-call.ts";
import { recordObservations, type Sighting } from "./record-observations.ts";

const stopper: Actor = { kind: "system", job: "stop_calls" };

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const STOPS_AT_ONCE = 8;
/** Longer than Retell takes to answer. A stop whose stopper died is due again after so long. */
const CLAIM_MS = 20 * SECOND_MS;
/** While it is fresh a refused stop is tried soon again: Retell may refuse while it rings and not once it talks. */
const FRESH_MS = 2 * MINUTE_MS;
const RETRY_FRESH_MS = 2 * SECOND_MS;
const RETRY_LATER_MS = 15 * SECOND_MS;
const GIVE_UP_AFTER_MS = 15 * MINUTE_MS;

interface DueStop {
  call_id: string;
  retell_call_id: string;
  wanted_at: Date;
}

/**
 * Stops the call at Retell, if that is wanted, nobody is at it, and Retell's id is known. Returns the id
 * that the call has now: asking Retell may show it to be one that we know already.
 */
export async function carryOutStop(callId: string): Promise<string> {
  const [stop] = await asActor(stopper, (db) => claimDue(db, callId));
  return stop ? carryOut(stop) : callId;
}

/** Stops what is still to be stopped; wishes for calls that are over are laid to rest. Returns how many it asked for. */
export async function carryOutStops(): Promise<number> {
  const due = await asActor(stopper, async (db) => {
    await settleMoot(db);
    return claimDue(db, null);
  });
  await Promise.all(
    due.map((stop) =>
      carryOut(stop).catch((error: unknown) =>
        log.error({ callId: stop.call_id, error: String(error) }, "Stopping a call failed"),
      ),
    ),
  );
  return due.length;
}

/** Takes up again a wish that was given up. */
export async function renewStop(callId: string): Promise<void> {
  await asActor(stopper, (db) =>
    sql`
      update call_stops
      set outcome = 'wanted', wanted_at = now(), due_at = now(), attempts = 0, message = null, settled_at = null
      where call_id = ${callId} and outcome = 'given_up'
    `.execute(db),
  );
}

async function claimDue(db: Db, callId: string | null): Promise<DueStop[]> {
  const { rows } = await sql<DueStop>`
    with claimed as (
      update call_stops set due_at = now() + ${CLAIM_MS} * interval '1 millisecond', attempts = attempts + 1
      where call_id in (
        select stop.call_id from call_stops as stop join retell_calls as call on call.id = stop.call_id
        where stop.outcome = 'wanted' and call.retell_call_id is not null and call.phase < 3
          and (stop.due_at <= now() or (stop.attempts = 0 and stop.call_id = ${callId}::uuid))
          and (${callId}::uuid is null or stop.call_id = ${callId}::uuid)
        order by stop.due_at limit ${STOPS_AT_ONCE} for update of stop skip locked
      )
      returning call_id, wanted_at
    )
    select claimed.call_id, claimed.wanted_at, call.retell_call_id
    from claimed join retell_calls as call on call.id = claimed.call_id
  `.execute(db);
  return rows;
}

async function carryOut(stop: DueStop): Promise<string> {
  const refusal = await stopCall(stop.retell_call_id).then(() => null, failureOnly);
  // Whatever Retell answered, the call itself says best what came of it.
  const call = await getCall(stop.retell_call_id).catch(failureOnly);
  return asActor(stopper, async (db) => {
    // Written down while the wish still counts, so that an end that we brought about is told as such.
    if (refusal === null) await settle(db, stop.call_id, "sent");
    const sightings: Sighting[] =
      call instanceof RetellFailure
        ? []
        : [{ phase: phaseOf(call), call, complete: true, source: "get_call" }];
    const [recorded] = await recordObservations(db, sightings);
    const callId = recorded?.callId ?? stop.call_id;
    if (refusal === null) return callId;
    const isGone = call instanceof RetellFailure ? call.kind === "absent" : phaseOf(call) >= 3;
    if (isGone) await settle(db, callId, "moot");
    else await postpone(db, { ...stop, call_id: callId }, refusal.message);
    return callId;
  });
}

function failureOnly(error: unknown): RetellFailure {
  if (error instanceof RetellFailure) return error;
  throw error;
}

async function postpone(db: Db, { call_id: callId, wanted_at }: DueStop, message: string): Promise<void> {
  const age = Date.now() - wanted_at.getTime();
  if (age > GIVE_UP_AFTER_MS) return settle(db, callId, "given_up", message);
  await lockCall(db, callId);
  const { rows } = await sql<{ first: boolean }>`
    update call_stops as stop
    set due_at = now() + ${age < FRESH_MS ? RETRY_FRESH_MS : RETRY_LATER_MS} * interval '1 millisecond', message = ${message}
    from call_stops as before
    where stop.call_id = ${callId} and before.call_id = stop.call_id and stop.outcome = 'wanted'
    returning before.message is distinct from ${message} as first
  `.execute(db);
  if (!rows[0]?.first) return;
  await recordAudit(db, stopper, "call.stop_refused", { callId, details: { message } });
  await tell(db, callId);
}

async function settle(
  db: Db,
  callId: string,
  outcome: "sent" | "moot" | "given_up",
  message: string | null = null,
): Promise<void> {
  await lockCall(db, callId);
  const settled = await sql`
    update call_stops set outcome = ${outcome}, message = ${message}, settled_at = now()
    where call_id = ${callId} and outcome = 'wanted'
  `.execute(db);
  if (settled.numAffectedRows === 0n) return;
  await recordAudit(db, stopper, stopActions[outcome], { callId, details: message ? { message } : {} });
  await tell(db, callId);
}

const stopActions = {
  sent: "call.stopped",
  moot: "call.over_before_stop",
  given_up: "call.stop_given_up",
} as const;

/** Wishes whose call ended by itself, was refused, or was never placed. */
async function settleMoot(db: Db): Promise<void> {
  const { rows } = await sql<{ call_id: string }>`
    select stop.call_id from call_stops as stop join retell_calls as call on call.id = stop.call_id
    where stop.outcome = 'wanted' and stop.due_at <= now() and call.status in ('completed', 'failed', 'cancelled')
    -- Calls are locked in the order in which whoever folds webhooks into several of them locks them.
    order by stop.call_id limit 100
  `.execute(db);
  for (const { call_id: callId } of rows) await settle(db, callId, "moot");
}

/** Whoever watches the call is to read it again, though nothing in its own row is new. */
async function tell(db: Db, callId: string): Promise<void> {
  await db.updateTable("retell_calls").set({ updated_at: new Date() }).where("id", "=", callId).execute();
}
