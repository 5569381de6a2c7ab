import { type Selectable, sql } from "kysely";
import type { DB, Db } from "#database";

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

/** Milliseconds from a moment to the gate's present; infinite when it never came. */
export function ageOf(moment: Date | null, { now }: GateRow): number {
  return moment === null ? Number.POSITIVE_INFINITY : now.getTime() - moment.getTime();
}
