import { sql } from "kysely";
import { type Actor, asActor, type Db } from "#database";
import type { AdminActor } from "#domain/people";
import { hasImported, RECENT_MS, syncCalls } from "./sync-calls.ts";

const refresher: Actor = { kind: "system", job: "refresh_calls" };

/** However many people press the button, Retell's list is read on demand no more often. */
const READ_EVERY_MS = 10_000;

export interface RefreshedCalls {
  /** Whether Retell's list was read just now. */
  read: boolean;
  /** How many calls were new, or further than we knew. */
  learnt: number;
  /** What came of it, for the person who asked. */
  message: string;
}

/**
 * Reads Retell's list of recent calls now, and has calls that are going on asked about at once. Throws a
 * RetellFailure when Retell does not give its list.
 */
export async function refreshCalls(actor: AdminActor): Promise<RefreshedCalls> {
  // Asked as the person, so that policies say no to whoever may not see calls.
  const isImported = await asActor(actor, hasImported);
  if (!isImported)
    return { read: false, learnt: 0, message: "The workspace's past calls are still being imported." };
  if (!(await asActor(refresher, takeTurn)))
    return { read: false, learnt: 0, message: "Retell's list was read a moment ago. Nothing was missed." };
  await asActor(refresher, askAboutLiveCalls);
  const learnt = await syncCalls({ lookBackMs: RECENT_MS });
  return { read: true, learnt, message: newsWords(learnt) };
}

function newsWords(learnt: number): string {
  if (learnt === 0) return "Retell's list holds nothing new.";
  return learnt === 1 ? "Retell's list held news of 1 call." : `Retell's list held news of ${learnt} calls.`;
}

async function takeTurn(db: Db): Promise<boolean> {
  const { rows } = await sql`
    insert into sync_marks (name, mark, updated_at) values ('calls_refreshed', '', now())
    on conflict (name) do update set updated_at = now()
    where sync_marks.updated_at <= now() - ${READ_EVERY_MS} * interval '1 millisecond'
    returning name
  `.execute(db);
  return rows.length > 0;
}

/**
 * The list is by start, so a call that ended meanwhile is in it only if it began lately. A check that somebody
 * holds is being asked or planned at this moment: waiting for several of them could end in a circle.
 */
async function askAboutLiveCalls(db: Db): Promise<void> {
  await sql`
    update call_checks set due_at = now()
    where call_id in (
      select planned.call_id from call_checks as planned join retell_calls as call on call.id = planned.call_id
      where call.phase < 3 and planned.due_at > now()
      for update of planned skip locked
    )
  `.execute(db);
}
