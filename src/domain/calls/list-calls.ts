import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Db } from "#database";
import { Problem } from "#domain/problems";
import type { CallListItem } from "./call.ts";
import { addFields, type CallField } from "./call-fields.ts";
import { listedColumns, listItemFrom } from "./call-from-row.ts";
import { isCallId } from "./call-id.ts";
import {
  type CallOrder,
  cursorAt,
  firstStretch,
  measureText,
  NEWEST_FIRST,
  nextStretch,
  type Place,
  placedAtUs,
  readCursor,
  type Stretch,
  stretchCondition,
  stretchOrder,
} from "./call-order.ts";
import { amongNewest, findFew, isHistorys, mayMeetSeldom } from "./find-together.ts";
import { matchFilters } from "./match-filters.ts";
import { namePeople } from "./name-people.ts";
import type { CallFilters } from "./search/conditions.ts";

const PAGE_LIMIT = 50;
const PAGE_LIMIT_MAX = 200;

type SelectedCall = Awaited<ReturnType<ReturnType<typeof selectCalls>["execute"]>>[number];

export interface CallQuery {
  filters: CallFilters;
  /** From the page before, in the same order; null for the first. */
  cursor: string | null;
  limit?: number;
  /** Newest first where nothing else is said. */
  order?: CallOrder;
  /** What is wanted of each call besides what its narrow row holds. */
  fields?: readonly CallField[];
}

export interface CallPage {
  calls: CallListItem[];
  nextCursor: string | null;
}

/** One page of the history. Calls that arrive meanwhile neither repeat nor hide a row. */
export async function listCalls(db: Db, query: CallQuery): Promise<CallPage> {
  const { filters, cursor, limit = PAGE_LIMIT, order = NEWEST_FIRST, fields = [] } = query;
  const size = Math.min(Math.max(Math.trunc(limit), 1), PAGE_LIMIT_MAX);
  let after = cursor === null ? null : placeOf(cursor, order);
  const found: (SelectedCall & Place)[] = [];
  for (
    let stretch: Stretch | null = after?.stretch ?? firstStretch(order);
    stretch !== null && found.length <= size;
    stretch = nextStretch(stretch)
  ) {
    found.push(...(await listStretch(db, stretch, { filters, after, limit: size + 1 - found.length })));
    after = null;
  }
  const page = found.slice(0, size);
  const last = page.at(-1);
  return {
    calls: await addFields(db, (await namePeople(db, page)).map(listItemFrom), fields),
    nextCursor: found.length > size && last ? cursorAt(last) : null,
  };
}

async function listStretch(
  db: Db,
  stretch: Stretch,
  { filters, after, limit }: { filters: CallFilters; after: Place | null; limit: number },
): Promise<(SelectedCall & Place)[]> {
  const [matching, belongs] = [matchFilters(filters), stretchCondition(stretch, after)];
  const wanted = sql<SqlBool>`(${matching} and ${belongs})`;
  const select = async (condition: RawBuilder<SqlBool>) => {
    const rows = await selectCalls(db)
      .select([placedAtUs.as("placedAtUs"), measureText(stretch.order).as("measure")])
      .where(condition)
      .orderBy(stretchOrder(stretch))
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, stretch }));
  };
  const page = { stretch, limit };
  if (isHistorys(stretch) && mayMeetSeldom(filters)) {
    const near = await select(sql`retell_calls.id in (${amongNewest(matching, belongs, page)})`);
    if (near.length === limit) return near;
    const few = await findFew(db, wanted, page);
    if (few !== null) return few.length === 0 ? [] : select(sql`retell_calls.id = any(${few}::uuid[])`);
  }
  return select(isScattered(filters) ? amongFirst(wanted, stretch, limit) : wanted);
}

/** What the index finds of such a condition lies in another order than the history's. */
const scatteredKinds = ["amount", "begins"];

function isScattered({ conditions }: CallFilters): boolean {
  return conditions.some(({ kind, negated }) => scatteredKinds.includes(kind) && !negated);
}

/**
 * Those found are put in order by what the index holds, and only the page's own are fetched: of a million calls a
 * condition that one in a thousand meets is met by more rows than a page could wait for.
 */
function amongFirst(wanted: RawBuilder<SqlBool>, stretch: Stretch, limit: number): RawBuilder<SqlBool> {
  return sql`retell_calls.id in (
    select retell_calls.id from retell_calls where ${wanted} order by ${stretchOrder(stretch)} limit ${limit}
  )`;
}

/**
 * The calls of these ids that the actor may see, in no particular order, and which of them the filters
 * want: an open list hears of calls by id, and shows a new one only where it belongs.
 */
export async function listCallsById(
  db: Db,
  ids: readonly string[],
  filters: CallFilters,
  fields: readonly CallField[] = [],
): Promise<{ calls: CallListItem[]; matching: string[] }> {
  const wanted = ids.filter((id) => isCallId(id)).slice(0, PAGE_LIMIT_MAX);
  if (wanted.length === 0) return { calls: [], matching: [] };
  const rows = await selectCalls(db)
    .select(matchFilters(filters).as("matches"))
    .where("retell_calls.id", "in", wanted)
    .execute();
  return {
    calls: await addFields(db, (await namePeople(db, rows)).map(listItemFrom), fields),
    matching: rows.filter(({ matches }) => matches).map(({ id }) => id),
  };
}

/** Calls as lists show them, but for the names of people (see `namePeople`). */
export function selectCalls(db: Db) {
  return db
    .selectFrom("retell_calls")
    .select(listedColumns.map((column) => `retell_calls.${column}` as const));
}

function placeOf(cursor: string, order: CallOrder): Place {
  const place = readCursor(cursor, order);
  if (place !== null) return place;
  throw new Problem("invalid_input", "This page address is not one of ours. Go back to the first page.", {
    cursor: "Unreadable cursor",
  });
}
