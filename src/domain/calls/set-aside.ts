import { sql } from "kysely";
import type { Db } from "#database";
import { log } from "#log";

const ID_CHARACTERS_MAX = 200;
const REASON_CHARACTERS_MAX = 500;
/** What could not be written down is tried again so much later; a newer version may be able to. */
export const RETRY_SET_ASIDE_MS = 60 * 60 * 1000;
/** A call that Retell no longer lists is no trouble any more. */
const SHOWN_DAYS = 7;
const SHOWN_MAX = 20;

export interface SetAsideCall {
  /** As Retell wrote it, cut if that was too long. */
  retellCallId: string;
  reason: string;
  firstSeenAt: string;
  lastSeenAt: string;
}

/** Writes down that these calls of Retell's could not be written down, and why. The first time it is also logged. */
export async function setAside(
  db: Db,
  items: readonly { retellCallId: string; reason: string }[],
): Promise<void> {
  for (const item of items) {
    const retellCallId = item.retellCallId.slice(0, ID_CHARACTERS_MAX).toWellFormed();
    const reason = item.reason.slice(0, REASON_CHARACTERS_MAX).toWellFormed();
    const { rows } = await sql<{ is_new: boolean }>`
      insert into calls_set_aside (retell_call_id, reason, retry_at)
      values (${retellCallId}, ${reason}, now() + ${RETRY_SET_ASIDE_MS} * interval '1 millisecond')
      on conflict (retell_call_id) do update
      set reason = excluded.reason, last_seen_at = now(), retry_at = excluded.retry_at
      returning xmax = 0 as is_new
    `.execute(db);
    if (rows[0]?.is_new) log.error({ retellCallId, reason }, "A call of Retell's was set aside");
  }
}

/** Which of these calls were set aside so lately that trying them again is of no use. */
export async function findSetAside(db: Db, retellCallIds: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ retell_call_id: string }>`
    select retell_call_id from calls_set_aside where retell_call_id = any(${retellCallIds}) and retry_at > now()
  `.execute(db);
  return new Set(rows.map((row) => row.retell_call_id));
}

export async function forgetSetAside(db: Db, retellCallIds: readonly string[]): Promise<void> {
  await sql`delete from calls_set_aside where retell_call_id = any(${retellCallIds})`.execute(db);
}

/** The calls that are set aside, those seen last first. */
export async function listSetAside(db: Db): Promise<SetAsideCall[]> {
  const { rows } = await sql<{
    retell_call_id: string;
    reason: string;
    first_seen_at: Date;
    last_seen_at: Date;
  }>`
    select retell_call_id, reason, first_seen_at, last_seen_at from calls_set_aside
    where last_seen_at > now() - ${SHOWN_DAYS} * interval '1 day'
    order by last_seen_at desc limit ${SHOWN_MAX}
  `.execute(db);
  return rows.map((row) => ({
    retellCallId: row.retell_call_id,
    reason: row.reason,
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
  }));
}
