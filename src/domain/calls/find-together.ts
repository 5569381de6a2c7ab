import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "#database";
import { NEWEST_FIRST, type Stretch, stretchOrder } from "./call-order.ts";
import type { CallCondition, CallFilters } from "./search/conditions.ts";

/** Where two values go together often, a page of calls that have both is found among so many of the newest. */
const NEWEST = 5_000;
/** So many that have both are fetched and put in order; more of them are sooner found along the history. */
const FEW_MAX = 2_000;

/** The columns of the index `retell_calls_by_kind`. */
const kindColumns = new Set<string>([
  "status",
  "direction",
  "disconnection_reason",
  "user_sentiment",
  "call_successful",
  "in_voicemail",
  "has_recording",
  "duration_ms",
  "cost_microdollars",
]);

/** Whether the search is for values that each may be common, while nobody knows how often they go together. */
export function mayMeetSeldom({ conditions }: CallFilters): boolean {
  return conditions.length > 1 && conditions.every(isOfKind);
}

function isOfKind(condition: CallCondition): boolean {
  if (condition.negated) return false;
  if (condition.kind !== "words" && condition.kind !== "amount" && condition.kind !== "truth") return false;
  // That there is no recording is also true where nothing is known, which no index looks up.
  const isLookedUp = condition.kind !== "truth" || condition.is || condition.column !== "has_recording";
  return isLookedUp && kindColumns.has(condition.column);
}

/** The ids of those among the newest of the stretch that are wanted, as many as the page takes. */
export function amongNewest(
  wanted: RawBuilder<SqlBool>,
  belongs: RawBuilder<SqlBool>,
  { stretch, limit }: { stretch: Stretch; limit: number },
): RawBuilder<unknown> {
  return sql`
    select retell_calls.id
    from (
      select * from retell_calls where ${belongs} order by ${stretchOrder(stretch)} limit ${NEWEST}
    ) as retell_calls
    where ${wanted} order by ${stretchOrder(stretch)} limit ${limit}
  `;
}

/** The ids of the page's own, where those that are wanted are few in all; null where they are many. */
export async function findFew(
  db: Db,
  wanted: RawBuilder<SqlBool>,
  { stretch, limit }: { stretch: Stretch; limit: number },
): Promise<string[] | null> {
  const { rows } = await sql<{ ids: string[]; count: number }>`
    with wanted as materialized (select id, placed_at from retell_calls where ${wanted}),
    found as materialized (select id, placed_at from wanted limit ${FEW_MAX + 1})
    select
      array(select id from found as retell_calls order by ${stretchOrder(stretch)} limit ${limit}) as ids,
      (select count(*)::int from found) as count
  `.execute(db);
  const [found] = rows;
  return found && found.count <= FEW_MAX ? found.ids : null;
}

/** Only the history's own order is worth it: others have an index of their own to walk. */
export function isHistorys({ order }: Stretch): boolean {
  return order === NEWEST_FIRST;
}
