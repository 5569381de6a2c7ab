import { sql } from "kysely";
import type { Db } from "#database";
import type { Call } from "./call.ts";
import { listItemFrom } from "./call-from-row.ts";
import { isCallId } from "./call-id.ts";
import { selectCalls } from "./list-calls.ts";
import type { LastWords, LiveCall, LiveCalls, LiveCounts } from "./live-call.ts";
import { type Names, namePeople } from "./name-people.ts";

/** More strips than this nobody can watch. */
const LIVE_MAX = 300;
const LIVE_BY_ID_MAX = 500;
const LAST_WORDS_CHARACTERS = 280;
/** Tool calls and key presses may have come after what was said last. */
const ENTRIES_LOOKED_AT = 20;

/**
 * As the index on live calls has it. A call of which nobody could find out whether it was placed is no longer on the
 * line as far as anybody knows: it waits for a person, for days perhaps, and the history asks for one.
 */
const isLive = sql<boolean>`
  retell_calls.status in ('initiated', 'ringing', 'in_progress')
  and (retell_calls.dial_state <> 'unconfirmed' or retell_calls.decision_wanted_at is null)`;

/** The calls of this moment, as many as somebody can watch, and how many there are in all. */
export async function listLive(db: Db): Promise<LiveCalls> {
  const rows = await selectLive(db)
    .where(isLive)
    .orderBy(sql`retell_calls.dial_state = 'queued'`)
    .orderBy("retell_calls.placed_at")
    .orderBy("retell_calls.id")
    .limit(LIVE_MAX)
    .execute();
  return { calls: (await namePeople(db, rows)).map(liveCallFrom), ...(await countLive(db)) };
}

/** The calls of these ids that the actor may see, over or not, in no particular order. */
export async function listLiveById(db: Db, ids: readonly string[]): Promise<LiveCall[]> {
  const wanted = ids.filter((id) => isCallId(id)).slice(0, LIVE_BY_ID_MAX);
  if (wanted.length === 0) return [];
  const rows = await selectLive(db).where("retell_calls.id", "in", wanted).execute();
  return (await namePeople(db, rows)).map(liveCallFrom);
}

export async function countLive(db: Db): Promise<LiveCounts> {
  const { rows } = await sql<LiveCounts>`
    select count(*) filter (where not retell_calls.dial_state = 'queued') as "onTheLine",
           count(*) filter (where retell_calls.dial_state = 'queued') as waiting
    from retell_calls where ${isLive}
  `.execute(db);
  return rows[0] ?? { onTheLine: 0, waiting: 0 };
}

function selectLive(db: Db) {
  return selectCalls(db)
    .leftJoin("retell_call_details as details", "details.call_id", "retell_calls.id")
    .leftJoin("call_stops as wish", "wish.call_id", "retell_calls.id")
    .leftJoin("retell_agents as agent", "agent.agent_id", "retell_calls.agent_id")
    .select(["wish.outcome as stop_outcome", "wish.message as stop_message"])
    .select(sql<boolean>`coalesce('transcript_updated' = any(agent.webhook_events), false)`.as("tells_words"))
    .select(
      sql<LastWords | null>`(
        select jsonb_build_object('by', entry ->> 'role', 'text', right(entry ->> 'content', ${LAST_WORDS_CHARACTERS + 1}))
        from jsonb_array_elements(jsonb_path_query_array(
          coalesce(details.transcript_with_tool_calls, details.transcript_object),
          ${`$[last - ${ENTRIES_LOOKED_AT - 1} to last]`}::jsonpath
        )) with ordinality as spoken (entry, place)
        where entry ->> 'role' in ('agent', 'user', 'transfer_target') and entry ->> 'content' <> ''
        order by place desc limit 1
      )`.as("last_words"),
    );
}

type LiveRow = Awaited<ReturnType<ReturnType<typeof selectLive>["execute"]>>[number] & Names;

function liveCallFrom(row: LiveRow): LiveCall {
  return {
    ...listItemFrom(row),
    lastWords: row.last_words && { by: row.last_words.by, text: endOf(row.last_words.text) },
    tellsWords: row.tells_words,
    stop:
      row.stop_outcome === null
        ? null
        : { outcome: row.stop_outcome as NonNullable<Call["stop"]>["outcome"], message: row.stop_message },
  };
}

function endOf(text: string): string {
  return text.length > LAST_WORDS_CHARACTERS ? `…${text.slice(-LAST_WORDS_CHARACTERS).trimStart()}` : text;
}
