import { sql } from "kysely";
import type { Db } from "#database";

/** More changes than this are quicker re-read as a whole. */
const CHANGES_MAX = 500;

/** Names the change in which a row last went away; see record-observations.ts. */
export const GONE_MARK = "calls_gone";

export interface Changes {
  /** Where to go on next time. */
  horizon: string;
  /** The calls that changed; null when they are too many, when one is gone, or when the point given is none of this database's. */
  ids: string[] | null;
}

/**
 * The calls that changed since a horizon. Change numbers are transaction ids, and a horizon is the
 * oldest transaction still running when it was taken: everything below it had been told, so a change
 * that commits late is repeated rather than missed.
 */
export async function listChanges(db: Db, since: string | null): Promise<Changes> {
  const { rows } = await sql<{ horizon: string; next: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, pg_snapshot_xmax(pg_current_snapshot())::text as next
  `.execute(db);
  const [now] = rows;
  if (!now) throw new Error("The database told no snapshot.");
  if (since === null || !/^\d{1,19}$/.test(since) || BigInt(since) > BigInt(now.next))
    return { horizon: now.horizon, ids: null };
  if (await isOneGone(db, BigInt(since))) return { horizon: now.horizon, ids: null };
  const changed = await sql<{ id: string }>`
    select id from retell_calls where changed_xid >= ${since}::xid8 limit ${CHANGES_MAX + 1}
  `.execute(db);
  return {
    horizon: now.horizon,
    ids: changed.rows.length > CHANGES_MAX ? null : changed.rows.map((row) => row.id),
  };
}

async function isOneGone(db: Db, since: bigint): Promise<boolean> {
  const gone = await db
    .selectFrom("sync_marks")
    .select("mark")
    .where("name", "=", GONE_MARK)
    .executeTakeFirst();
  return gone !== undefined && BigInt(gone.mark) >= since;
}
