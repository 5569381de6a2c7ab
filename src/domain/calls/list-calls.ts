import { sql } from "kysely";
import type { Db } from "#database";
import { Problem } from "#domain/problems";
import { type CallListItem, type CallStatus, callStatuses } from "./call.ts";
import { listItemFrom } from "./call-from-row.ts";
import { isCallId } from "./call-id.ts";

const PAGE_LIMIT = 50;
const PAGE_LIMIT_MAX = 200;

export interface CallQuery {
  /** Empty means every status. */
  statuses: readonly CallStatus[];
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
  { statuses, cursor, limit = PAGE_LIMIT }: CallQuery,
): Promise<CallPage> {
  const size = Math.min(Math.max(Math.trunc(limit), 1), PAGE_LIMIT_MAX);
  let query = db
    .selectFrom("retell_calls")
    .selectAll()
    // The driver's dates end at milliseconds; a page must go on at the exact microsecond.
    .select(sql<string>`(extract(epoch from placed_at) * 1000000)::bigint::text`.as("placed_at_us"))
    .orderBy("placed_at", "desc")
    .orderBy("id", "desc")
    .limit(size + 1);
  if (statuses.length > 0) query = query.where("status", "in", statuses);
  if (cursor !== null) {
    const { placedAtUs, id } = readCursor(cursor);
    query = query.where(
      sql<boolean>`(placed_at, id) < (timestamptz 'epoch' + ${placedAtUs}::bigint * interval '1 microsecond', ${id}::uuid)`,
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

/** The calls of these ids that the actor may see, in no particular order. */
export async function listCallsById(db: Db, ids: readonly string[]): Promise<CallListItem[]> {
  const wanted = ids.filter((id) => isCallId(id)).slice(0, PAGE_LIMIT_MAX);
  if (wanted.length === 0) return [];
  const rows = await db.selectFrom("retell_calls").selectAll().where("id", "in", wanted).execute();
  return rows.map(listItemFrom);
}

/** Reads statuses as they stand in an address. Throws a Problem that names an unknown one. */
export function readStatuses(given: readonly string[]): CallStatus[] {
  const names = given.flatMap((part) => part.split(",")).filter(Boolean);
  const unknown = names.find((name) => !(callStatuses as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new Problem(
      "invalid_input",
      `There is no status “${unknown}”. Choose among ${callStatuses.join(", ")}.`,
      {
        status: `Unknown status “${unknown}”`,
      },
    );
  }
  return [...new Set(names)] as CallStatus[];
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
