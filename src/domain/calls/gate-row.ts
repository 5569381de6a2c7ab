import { type Selectable, sql } from "kysely";
import type { DB, Db } from "#database";

/** Longer than a transaction waits for the gate, while others go on and write later times. */
export const CLOCK_SLACK_MS = 10_000;

/** What all workers know together about Retell's limits, and the database's time when it was read. */
export type GateRow = Selectable<DB["dial_gate"]> & { now: Date };

/** Makes whoever else wants a turn wait until this transaction ends. The gate is locked before any call. */
export async function lockGate(db: Db): Promise<GateRow> {
  return db
    .selectFrom("dial_gate")
    .selectAll()
    .select(sql<Date>`now()`.as("now"))
    .forUpdate()
    .executeTakeFirstOrThrow();
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
