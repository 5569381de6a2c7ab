import { sql } from "kysely";
import { type Actor, asActor } from "#database";
import type { AdminActor } from "#domain/people";
import { claimReadingIfOld, countInUse, readLines } from "./free-lines.ts";
import { ageOf, lockGate, lookAtGate } from "./gate-row.ts";

const reader: Actor = { kind: "system", job: "read_lines" };
/** What is older is not said to be so now. */
const IS_NOW_MS = 5_000;

/** The workspace's lines at this moment. */
interface LinesNow {
  /** Null when Retell did not say. */
  lines: { inUse: number; limit: number; reservedInbound: number; free: number } | null;
  /** Why Retell did not say. */
  failure: string | null;
  /** Calls asked for and not dialled yet. */
  waiting: number;
}

/** Asks Retell, unless somebody has just done so. */
export async function describeLines(actor: AdminActor): Promise<LinesNow> {
  const began = await asActor(reader, async (db) => claimReadingIfOld(db, await lockGate(db)));
  if (began !== null) await readLines(began);
  return asActor(actor, async (db) => {
    const gate = await lookAtGate(db);
    const inUse = await countInUse(db);
    const { rows } = await sql<{ waiting: number }>`
      select count(*) as waiting from retell_calls where dial_state = 'queued'
    `.execute(db);
    const waiting = rows[0]?.waiting ?? 0;
    if (inUse === null || gate.lines_limit === null || ageOf(gate.read_at, gate) > IS_NOW_MS)
      return { lines: null, failure: gate.reading_failure ?? gate.pause_message, waiting };
    const reservedInbound = gate.lines_reserved ?? 0;
    const free = Math.max(0, gate.lines_limit - reservedInbound - inUse);
    return { lines: { inUse, limit: gate.lines_limit, reservedInbound, free }, failure: null, waiting };
  });
}
