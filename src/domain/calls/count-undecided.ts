import { sql } from "kysely";
import type { Db } from "#database";

/** How many calls wait for a person to decide whether they were placed. */
export async function countUndecided(db: Db): Promise<number> {
  const { rows } = await sql<{ undecided: number }>`
    select count(*)::int as undecided from retell_calls
    where dial_state = 'unconfirmed' and decision_wanted_at is not null
  `.execute(db);
  return rows[0]?.undecided ?? 0;
}
