import { sql } from "kysely";
import type { Db } from "#database";
import { mayMeetSeldom } from "./find-together.ts";
import { matchFilters } from "./match-filters.ts";
import type { CallFilters } from "./search/conditions.ts";

/**
 * How many calls the filters want, counted no further than to `most`: the newest of them, so that the history is walked
 * where they are common, as for a page, and no table is read from its end that nobody has looked at for years.
 */
export async function countCalls(db: Db, filters: CallFilters, most: number): Promise<number> {
  // Of what may seldom go together there is an index that is in no such order.
  const order = mayMeetSeldom(filters) ? sql`` : sql`order by placed_at desc, id desc`;
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from (
      select from retell_calls where ${matchFilters(filters)} ${order} limit ${most}
    ) as counted
  `.execute(db);
  return rows[0]?.count ?? 0;
}
