import { sql } from "kysely";
import type { Db } from "#database";
import { Problem } from "#domain/problems";
import type { CallListItem } from "./call.ts";
import type { CallFilters } from "./call-filters.ts";
import { listItemFrom } from "./call-from-row.ts";
import { isCallId } from "./call-id.ts";
import { matchFilters } from "./match-filters.ts";

const PAGE_LIMIT = 50;
const PAGE_LIMIT_MAX = 200;

export interface CallQuery {
  filters: CallFilters;
  /** From the page before; null for the first. */
  cursor: string | null;
  limit?: number;
}

export interface CallPage {
  calls: CallListItem[];
  nextCursor: string | null;
}

/** One page of the history, newest first. Calls that arrive meanwhile neither repeat nor hide a row. */
export async function listCalls(
  db: Db,
  { filters, cursor, limit = PAGE_LIMIT }: CallQuery,
): Promise<CallPage> {
  const size = Math.min(Math.max(Math.trunc(limit), 1), PAGE_LIMIT_MAX);
  let query = selectCalls(db)
    // The driver's dates end at milliseconds; a page must go on at the exact microsecond.
    .select(sql<string>`(extract(epoch from placed_at) * 1000000)::bigint::text`.as("placed_at_us"))
    .where(matchFilters(filters))
    .orderBy("placed_at", "desc")
    .orderBy("retell_calls.id", "desc")
    .limit(size + 1);
  if (cursor !== null) {
    const { placedAtUs, id } = readCursor(cursor);
    query = query.where(
      sql<boolean>`(placed_at, retell_calls.id) < (timestamptz 'epoch' + ${placedAtUs}::bigint * interval '1 microsecond', ${id}::uuid)`,
    );
  }
  const rows = await query.execute();
  const page = rows.slice(0, size);
  const last = page.at(-1);
  return {
    calls: page.map(listItemFrom),
    nextCursor:
      rows.length > size && last
        ? Buffer.from(`${last.placed_at_us}|${last.id}`).toString("base64url")
        : null,
  };
}

/**
 * The calls of these ids that the actor may see, in no particular order, and which of them the filters
 * want: an open list hears of calls by id, and shows a new one only where it belongs.
 */
export async function listCallsById(
  db: Db,
  ids: readonly string[],
  filters: CallFilters,
): Promise<{ calls: CallListItem[]; matching: string[] }> {
  const wanted = ids.filter((id) => isCallId(id)).slice(0, PAGE_LIMIT_MAX);
  if (wanted.length === 0) return { calls: [], matching: [] };
  const rows = await selectCalls(db)
    .select(matchFilters(filters).as("matches"))
    .where("retell_calls.id", "in", wanted)
    .execute();
  return {
    calls: rows.map(listItemFrom),
    matching: rows.filter(({ matches }) => matches).map(({ id }) => id),
  };
}

/** Calls as lists show them: with the name of whoever stopped each. */
export function selectCalls(db: Db) {
  return db
    .selectFrom("retell_calls")
    .leftJoin("users as stopper", "stopper.id", "retell_calls.stop_requested_by")
    .selectAll("retell_calls")
    .select("stopper.name as stopped_by_name");
}

/** Microseconds since 1970, up to the year 2286, and the call's id. */
const cursorShape = /^(\d{1,16})\|([0-9a-f-]{36})$/;

function readCursor(cursor: string): { placedAtUs: string; id: string } {
  const [, placedAtUs, id] = cursorShape.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  if (!placedAtUs || !id || !isCallId(id)) {
    throw new Problem("invalid_input", "This page address is not one of ours. Go back to the first page.", {
      cursor: "Unreadable cursor",
    });
  }
  return { placedAtUs, id };
}
