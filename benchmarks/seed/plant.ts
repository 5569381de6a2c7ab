import { readFile } from "node:fs/promises";
import pg from "pg";
import { areaCodes } from "./area-codes.ts";
import { hearStories } from "./heard-calls.ts";
import { keepStories } from "./keep-stories.ts";
import { sentinels } from "./sentinels.ts";
import { plantColleagues, plantWorkspace } from "./workspace.ts";

const CALLS_A_COMMIT = 1_000;
/** As many as there are processors on the smallest machine that somebody develops on. */
const PLANTERS = 2;
const WORKING_DAYS_A_WEEK = 6;
const DAYS_A_WEEK = 7;
const REFUSAL = "Retell answered 400: The destination number cannot be called from this number.";

export interface Planting {
  /** A superuser's address. */
  databaseUrl: string;
  seed: string;
  calls: number;
  /** So many are there already. */
  after: number;
  /** The calls reach from so many days before this midnight to it. */
  until: Date;
  days: number;
  onProgress?: (planted: number) => void;
}

/** Plants calls with everything that their writers would have left, and lets the database look at them. */
export async function plantCalls(planting: Planting): Promise<void> {
  const { stories, agents, numbers } = hearStories(planting.seed);
  const first = await connect(planting.databaseUrl);
  try {
    const colleagues = await plantColleagues(first, planting);
    await plantWorkspace(first, agents, numbers);
    // Of a past the bodies are packed. Postgres does it here, and what is packed is not to be packed again.
    await first.query("alter table webhook_events alter column body set storage extended");
    let next = planting.after;
    let planted = 0;
    const end = planting.after + planting.calls;
    const draft = await statements("draft.sql");
    const writers = await statements("plant.sql");
    const plant = async (client: pg.Client) => {
      await client.query(await statements("prepare.sql"));
      await client.query(replacing());
      await keepStories(client, stories);
      while (next < end) {
        const from = next + 1;
        next = Math.min(end, next + CALLS_A_COMMIT);
        const to = next;
        await client.query("begin");
        await client.query(draft, [
          ...[planting.seed, from, to, planting.after, planting.calls],
          ...[beginningOf(planting), workingDays(planting), colleagues, stories.length, areaCodes],
        ]);
        await client.query(writers);
        await client.query("commit");
        planted += to - from + 1;
        planting.onProgress?.(planted);
      }
    };
    const others = Array.from({ length: planting.calls > CALLS_A_COMMIT ? PLANTERS - 1 : 0 }, async () => {
      const client = await connect(planting.databaseUrl);
      await plant(client).finally(() => client.end());
    });
    await Promise.all([plant(first), ...others]);
    await first.query(
      "vacuum (analyze) retell_calls, retell_call_details, dial_attempts, call_readings, webhook_events, audit_log",
    );
    await first.query(`
      insert into sync_marks (name, mark)
      select 'webhooks_packed', received_at::text || '|' || id from webhook_events
      order by received_at desc, id desc limit 1
      on conflict (name) do update set mark = excluded.mark
    `);
  } finally {
    await first.query("alter table webhook_events alter column body set storage external");
    await first.end();
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  // Nobody is promised anything before all of it is there.
  await client.query("set synchronous_commit = off");
  return client;
}

async function statements(name: string): Promise<string> {
  const text = await readFile(new URL(name, import.meta.url), "utf8");
  return text.replaceAll(":refusal", `'${REFUSAL}'`);
}

/** A Monday, so that weeks are whole. */
function beginningOf({ until, days }: Planting): Date {
  const begin = new Date(until);
  begin.setUTCDate(begin.getUTCDate() - days);
  begin.setUTCDate(begin.getUTCDate() - ((begin.getUTCDay() + 6) % DAYS_A_WEEK));
  return begin;
}

/** So few that the last of them is over by the given midnight, in whichever time zone it was. */
function workingDays({ days }: Planting): number {
  return Math.max(1, Math.floor(((days - 1) * WORKING_DAYS_A_WEEK) / DAYS_A_WEEK));
}

/** The functions that put a call's own words where stories hold sentinels. */
function replacing(): string {
  const { retellCallId, carrierLeg, ourId, american, british, patient, startedAt } = sentinels;
  const iso = new Date(startedAt).toISOString();
  const pairs = [
    [`'${retellCallId}'`, "(draft).retell_call_id"],
    [`'${carrierLeg}'`, "(draft).carrier_leg"],
    [`'${ourId}'`, "(draft).id::text"],
    [`'${american}'`, "(draft).phone_number"],
    [`'${british}'`, "(draft).phone_number"],
    [`'${patient}'`, "(draft).patient"],
    [`'${startedAt}'`, "pg_temp.ms((draft).started_at)"],
    [`'${iso}'`, "pg_temp.iso((draft).started_at)"],
    [`(${startedAt} + (draft).duration_ms)::text`, "pg_temp.ms((draft).ended_at)"],
    [
      `pg_temp.iso(to_timestamp((${startedAt} + (draft).duration_ms) / 1000.0))`,
      "pg_temp.iso((draft).ended_at)",
    ],
  ];
  const told = pairs.reduce((text, [was, is]) => `replace(${text}, ${was}, coalesce(${is}, ''))`, "told");
  return `
    create function pg_temp.party(number text, callee text) returns text language sql immutable
    return case when number in ('${american}', '${british}') then callee else number end;
    create type pg_temp.own_words as (
      id uuid, retell_call_id text, carrier_leg text, phone_number text, patient text,
      started_at timestamptz, ended_at timestamptz, duration_ms integer
    );
    create function pg_temp.told(told text, draft pg_temp.own_words) returns text language sql stable
    return ${told};
  `;
}
