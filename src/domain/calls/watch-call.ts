import { sql } from "kysely";
import type { Db } from "#database";
import type { Call } from "./call.ts";
import { getCall } from "./get-call.ts";
import { isOver } from "./stop-words.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** A webhook that is not there so long after what it tells of is missing. */
const OVERDUE_MS = 5 * SECOND_MS;
/** How often an open page reads how a queue goes on. */
const LOOK_AT_QUEUE_MS = 2 * SECOND_MS;
/** A delivery this recent shows that webhooks reach us. */
const RECENT_MS = 10 * MINUTE_MS;
/** Analysis follows the end within minutes, or not at all. */
const AFTERMATH_MS = 10 * MINUTE_MS;

/** How an open page learns what becomes of a call. */
interface Follow {
  /** `push`: webhooks tell; `ask`: they do not reach us, so Retell is asked; `done`: nothing more will come. */
  by: "push" | "ask" | "done";
  /** When to read the call again: a webhook counts as missing then, or the queue has moved; null when nothing is expected. */
  lookAgainAt: string | null;
}

export interface WatchedCall {
  call: Call;
  follow: Follow;
}

/** The call and how to follow it. Throws a Problem when there is no such call. */
export async function watchCall(db: Db, id: string): Promise<WatchedCall> {
  const call = await getCall(db, id);
  return { call, follow: await howToFollow(db, call, Date.now()) };
}

async function howToFollow(db: Db, call: Call, now: number): Promise<Follow> {
  if (isDone(call, now)) return { by: "done", lookAgainAt: null };
  // What it waits for changes without a change of its own: its place, the lines in use.
  if (call.waiting !== null)
    return { by: "push", lookAgainAt: new Date(now + LOOK_AT_QUEUE_MS).toISOString() };
  const expected = expectedWebhook(call);
  if (expected === null)
    return { by: (await webhooksReachUs(db, call.id)) ? "push" : "ask", lookAgainAt: null };
  if (await hasCome(db, call.id, expected.events)) return { by: "push", lookAgainAt: null };
  const overdueAt = expected.since + OVERDUE_MS;
  return overdueAt <= now
    ? { by: "ask", lookAgainAt: null }
    : { by: "push", lookAgainAt: new Date(overdueAt).toISOString() };
}

function isDone(call: Call, now: number): boolean {
  if (!isOver(call.status)) return false;
  if (call.retellCallId === null || call.analysis !== null) return true;
  return now - Date.parse(call.endedAt ?? call.updatedAt) > AFTERMATH_MS;
}

/** The webhooks that must have told of where the call is; Retell sends none before it connects. */
function expectedWebhook(call: Call): { events: string[] | null; since: number } | null {
  if (isOver(call.status))
    return {
      events: ["call_ended", "call_analyzed"],
      since: Date.parse(call.endedAt ?? call.startedAt ?? call.placedAt),
    };
  if (call.status === "in_progress")
    return { events: null, since: Date.parse(call.startedAt ?? call.placedAt) };
  return null;
}

async function hasCome(db: Db, callId: string, events: string[] | null): Promise<boolean> {
  const { rows } = await sql`
    select from webhook_events
    where call_id = ${callId} and verdict = 'applied' and (${events}::text[] is null or event = any(${events}::text[]))
    limit 1
  `.execute(db);
  return rows.length > 0;
}

/** A valid webhook came lately, or one told of the last call that ended. */
async function webhooksReachUs(db: Db, besidesCallId: string): Promise<boolean> {
  const { rows } = await sql<{ reach: boolean | null }>`
    select
      (select max(received_at) > now() - ${RECENT_MS} * interval '1 millisecond' from webhook_events)
      or exists (
        select from webhook_events where call_id = (
          select id from retell_calls where phase >= 3 and id <> ${besidesCallId}
          order by placed_at desc, id desc limit 1
        )
      ) as reach
  `.execute(db);
  return rows[0]?.reach ?? false;
}
