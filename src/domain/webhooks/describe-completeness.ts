import { sql } from "kysely";
import type { Db } from "#database";
import {
  type Completeness,
  type LifecycleEvent,
  lifecycleEvents,
  type NotCounted,
  type Tally,
  type WebhookGap,
} from "./completeness.ts";
import { webhookAddresses } from "./webhook-address.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Retell tries a delivery up to four times, each with a time-out, and analyses a call within minutes of its end. */
export const WEBHOOK_GRACE_MS = 10 * MINUTE_MS;
const DAYS = 7;
const GAPS_SHOWN_MAX = 50;

interface CountRow {
  event: LifecycleEvent;
  day: string;
  lately: boolean;
  expected: number;
  came: number;
}

interface Counted {
  counts: CountRow[] | null;
  gaps: { call_id: string; retell_call_id: string; over_at: string; missing: LifecycleEvent[] }[] | null;
  not_counted: { why: NotCounted; calls: number }[] | null;
}

/**
 * Compares the calls that Retell shows as over with the webhooks that came of them. Expected is what the
 * agent's setting asks for, of calls that were over after that setting was known to lead here, once Retell
 * has had time to repeat itself: call_started of those that connected, call_analyzed of those that Retell
 * shows analysed. The account's own address is seen in Retell's dashboard alone, so it counts from the first
 * delivery on that came of an agent without an address of its own.
 */
export async function describeCompleteness(db: Db, now = Date.now()): Promise<Completeness> {
  const until = now - WEBHOOK_GRACE_MS;
  const today = Math.floor(until / DAY_MS) * DAY_MS;
  const days = Array.from({ length: DAYS }, (_, index) => dayWords(today - index * DAY_MS));
  const {
    counts,
    gaps,
    not_counted: notCounted,
  } = await count(db, {
    from: new Date(today - (DAYS - 1) * DAY_MS),
    latelyFrom: new Date(until - DAY_MS),
    until: new Date(until),
  });
  const all = counts ?? [];
  return {
    until: new Date(until).toISOString(),
    lately: talliesOf(all.filter(({ lately }) => lately)),
    days: days.map((day) => ({ day, events: talliesOf(all.filter((row) => row.day === day)) })),
    gaps: await withKnowledge(db, gaps ?? []),
    notCounted: notCounted ?? [],
  };
}

function dayWords(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function talliesOf(rows: readonly CountRow[]): Record<LifecycleEvent, Tally> {
  const tally = (event: LifecycleEvent): Tally => ({
    expected: sum(rows, event, "expected"),
    came: sum(rows, event, "came"),
  });
  return {
    call_started: tally("call_started"),
    call_ended: tally("call_ended"),
    call_analyzed: tally("call_analyzed"),
  };
}

function sum(rows: readonly CountRow[], event: LifecycleEvent, what: "expected" | "came"): number {
  return rows.filter((row) => row.event === event).reduce((total, row) => total + row[what], 0);
}

/** As the index on calls that are over has it. */
const overAt = sql`(
  case when call.ended_at is not null then call.ended_at when call.started_at is not null then call.started_at else call.placed_at end
)`;

/** One reading of the calls of seven days by their index, and of each one's events by theirs. */
async function count(db: Db, period: { from: Date; latelyFrom: Date; until: Date }): Promise<Counted> {
  const ours = webhookAddresses(null).map(({ url }) => url);
  const { rows } = await sql<Counted>`
    with over as materialized (
      select call.id, call.retell_call_id, call.agent_id, call.phase,
        ${overAt} as over_at,
        coalesce(call.started_at, call.placed_at) as began_at,
        coalesce(call.duration_ms > 0, call.ended_at > call.started_at, false) as connected,
        came.call_started, came.call_ended, came.call_analyzed,
        least(came.call_started, came.call_ended, came.call_analyzed) as first_came
      from retell_calls as call
      cross join lateral (
        select min(received_at) filter (where event = 'call_started') as call_started,
               min(received_at) filter (where event = 'call_ended') as call_ended,
               min(received_at) filter (where event = 'call_analyzed') as call_analyzed
        from webhook_events as event
        where event.retell_call_id = call.retell_call_id and event.event = any(${lifecycleEvents}::text[])
      ) as came
      where call.phase >= 3 and call.retell_call_id is not null
        and ${overAt} > ${period.from} and ${overAt} <= ${period.until}
    ),
    setting as (
      select agent_id, webhook_since, coalesce(webhook_events, ${lifecycleEvents}::text[]) as events,
        case when webhook_url = any(${ours}::text[]) then 'ours' when webhook_url is null then 'account' else 'elsewhere' end as leads,
        -- Agents without an address of their own share the account's.
        case when webhook_url is null then '' else agent_id end as address
      from retell_agents
    ),
    evidence as (
      select address, min(first_came) as since
      from over join setting using (agent_id) where first_came >= webhook_since group by address
    ),
    judged as materialized (
      select over.*, setting.events, coalesce(setting.leads, 'unknown_agent') as leads,
        case when leads = 'ours' then webhook_since else evidence.since end as since
      from over left join setting using (agent_id) left join evidence using (address)
    ),
    expected as materialized (
      select judged.id, judged.retell_call_id, judged.over_at, due.event, due.came_at
      from judged cross join lateral (values
        ('call_started', connected and began_at >= since, call_started),
        ('call_ended', over_at >= since, call_ended),
        ('call_analyzed', phase = 4 and over_at >= since, call_analyzed)
      ) as due (event, is_due, came_at)
      where due.is_due and due.event = any(judged.events)
    )
    select
      (select json_agg(counted) from (
        select event, to_char(over_at at time zone 'UTC', 'YYYY-MM-DD') as day, over_at > ${period.latelyFrom} as lately,
          count(*) as expected, count(came_at) as came
        from expected group by 1, 2, 3
      ) as counted) as counts,
      (select json_agg(gap) from (
        select id as call_id, retell_call_id, over_at, array_agg(event) as missing
        from expected where came_at is null group by id, retell_call_id, over_at
        order by over_at desc limit ${GAPS_SHOWN_MAX}
      ) as gap) as gaps,
      (select json_agg(apart) from (
        select case when since is null then leads else 'before' end as why, count(*) as calls
        from judged where since is null or over_at < since group by 1 order by 2 desc
      ) as apart) as not_counted
  `.execute(db);
  return rows[0] ?? { counts: null, gaps: null, not_counted: null };
}

async function withKnowledge(db: Db, gaps: NonNullable<Counted["gaps"]>): Promise<WebhookGap[]> {
  const { rows } = await sql<{ call_id: string; is_whole: boolean; is_asked: boolean }>`
    select call.id as call_id, details.complete_phase >= call.phase as is_whole, planned.call_id is not null as is_asked
    from retell_calls as call
    left join retell_call_details as details on details.call_id = call.id
    left join call_checks as planned on planned.call_id = call.id
    where call.id = any(${gaps.map((gap) => gap.call_id)}::uuid[])
  `.execute(db);
  const known = new Map(rows.map((row) => [row.call_id, row]));
  return gaps.map((gap) => {
    const row = known.get(gap.call_id);
    return {
      callId: gap.call_id,
      retellCallId: gap.retell_call_id,
      overAt: new Date(gap.over_at).toISOString(),
      missing: lifecycleEvents.filter((event) => gap.missing.includes(event)),
      known: row?.is_whole ? "whole" : row?.is_asked ? "asking" : "told",
    };
  });
}
