import { type Selectable, sql } from "kysely";
import type { DB, Db } from "#database";

/** Longer than a transaction waits for the gate, while others go on and write later times. */
export const CLOCK_SLACK_MS = 10_000;

/** What all workers know together about Retell's limits, and the database's time when it was read. */
export type GateRow = Selectable<DB["dial_gate"]> & { now: Date };

/** Any number will do, as long as nothing else in the database uses it. */
const GATE_LOCK = 7_304_119;

/**
 * Makes whoever else wants a turn wait until this transaction ends; whoever writes to the gate takes one. The gate is
 * locked before any call.
 * Turns are given in the order in which they were asked for: by the row's own lock, of several that wait for
 * it to be changed, any may be next.
 */
export async function lockGate(db: Db): Promise<GateRow> {
  const { rows } = await lockingGate().execute(db);
  return onlyGate(rows);
}

/** As `lockGate`, to be asked together with questions that are to be answered once it is locked. */
export function lockingGate() {
  return sql<GateRow>`
    with turn as materialized (select pg_advisory_xact_lock(${GATE_LOCK}::bigint))
    select gate.*, now() as now from turn, dial_gate as gate for update of gate
  `;
}

export function onlyGate([gate]: readonly GateRow[]): GateRow {
  if (!gate) throw new Error("The dialling gate is gone: its table has no row.");
  return gate;
}

export async function lookAtGate(db: Db): Promise<GateRow> {
  return db.selectFrom("dial_gate").selectAll().select(sql<Date>`now()`.as("now")).executeTakeFirstOrThrow();
}

/**
 * Milliseconds from a moment to the gate's present; infinite when it never came. A moment that is yet to come was
 * written before the clock was set back, and says nothing either.
 */
export function ageOf(moment: Date | null, { now }: GateRow): number {
  const age = moment === null ? Number.POSITIVE_INFINITY : now.getTime() - moment.getTime();
  return age < -CLOCK_SLACK_MS ? Number.POSITIVE_INFINITY : age;
}
