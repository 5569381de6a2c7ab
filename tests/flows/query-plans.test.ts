import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { asActor } from "#database";
import { countCalls, demandFilters, readCallQuery, requestCall } from "#domain/calls";
import { plantCalls } from "../../benchmarks/seed/plant.ts";
import { timers } from "../../src/worker/schedule.ts";
import { tasks } from "../../src/worker/tasks.ts";
import { FROM, REMINDER } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { faultsOf, filtersOn, hearPlans, type RanQuery, walksIn } from "../support/query-plans.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

/**
 * As many as a busy machine plants in half a minute. Plans are those of more: beyond some ten thousand rows no
 * reading of a whole table is ever the cheapest way to fifty of them.
 */
const CALLS = 20_000;
const PLANTING_TIMEOUT_MS = 300_000;
/** Whatever grows with the calls. */
const big = new Set([
  "retell_calls",
  "retell_call_details",
  "webhook_events",
  "audit_log",
  "dial_attempts",
  "call_readings",
]);

let admin: TestPerson;
let client: pg.Client;
let takeAll: () => RanQuery[];

beforeAll(async () => {
  client = await superuser();
  await client.query(
    "insert into users (id, name, email, role) values ('first', 'First', 'first@example.com', 'admin')",
  );
  const until = new Date("2026-11-01T00:00:00Z");
  await plantCalls({
    ...{ databaseUrl: world.databaseUrl, seed: "plans", calls: CALLS, after: 0, until, days: 90 },
  });
  // Postgres looking at the new rows by itself, at the moment of the planting's own vacuum, leaves them unmarked as
  // visible to all; then an index alone answers nothing, and plans are those of a table in an unusual state.
  await eventually(vacuumedPagesUnmarked, (unmarked) => unmarked === 0);
  ({ takeAll } = await hearPlans(client));
  admin = await signedIn("admin");
  startApi();
}, PLANTING_TIMEOUT_MS);

async function vacuumedPagesUnmarked(): Promise<number> {
  await client.query("vacuum retell_calls");
  const { unmarked } = await oneRow<{ unmarked: number }>(
    client,
    "select relpages - relallvisible as unmarked from pg_class where oid = 'retell_calls'::regclass",
  );
  return unmarked;
}

/** Asks the API as the admin, and gives what is wrong with the plans of all that was run for it. */
async function faultsIn(address: string): Promise<string[]> {
  takeAll();
  const answer = await fetch(`${world.appUrl}/api/${address}`, { headers: { cookie: admin.cookie } });
  expect({ address, status: answer.status, body: answer.ok || (await answer.text()) }).toEqual({
    ...{ address, status: 200, body: true },
  });
  await answer.text().catch(() => "");
  const ran = takeAll();
  expect(ran.length).toBeGreaterThan(0);
  return ran.flatMap((query) => faultsOf(query, big));
}

const orders = ["-started", "started", "-duration", "duration", "-cost", "cost"];
const searches = [
  "status:completed",
  "status:cancelled",
  "-status:completed",
  'agent:"Billing follow-up"',
  "direction:inbound",
  "-direction:outbound",
  "number:+1423",
  "to:+14235550142",
  "from:+1415",
  "started:2026-10-20",
  "started:<2026-09-01",
  "duration:>2m",
  "duration:>9m",
  "cost:>1",
  "reason:error_asr",
  "outcome:yes",
  "sentiment:negative",
  "voicemail:yes",
  "recording:no",
  "type:web",
  "by:me",
  "decision:needed",
  'var.clinic_name:"Lakeside North"',
  "var.patient_id:P-006575",
  "-var.patient_id:P-006575",
  "analysis.needs_follow_up:false",
  "analysis.days_left:0",
  "id:call_0123456789",
  "status:failed duration:>2m",
  "status:completed direction:inbound sentiment:positive duration:>1m",
];

test.each(searches)("the history, its export and its total are found by an index: %s", async (search) => {
  const query = new URLSearchParams({ q: search, zone: "UTC" });
  expect(await faultsIn(`calls?${query}`)).toEqual([]);
  expect(await faultsIn(`calls/total?${query}`)).toEqual([]);
});

test.each([
  "status:failed duration:>2m",
  "direction:inbound reason:voicemail_reached",
  "recording:yes outcome:yes duration:<10s",
])("what is common each and seldom goes together is tried without fetching a row: %s", async (search) => {
  const address = `calls?${new URLSearchParams({ q: search, zone: "UTC" })}`;
  expect(await faultsIn(address)).toEqual([]);
  await listed(address);
  // Who asks is all that is left to ask of a row.
  const scans = takeAll().flatMap(({ plan }) => filtersOn(plan, "retell_calls"));
  expect(scans.length).toBeGreaterThan(0);
  expect(scans.filter((scan) => !/^retell_calls_\w+: \(InitPlan \d\)\.col1$/.test(scan))).toEqual([]);
});

test("two values that never go together are found to do so among the kinds of calls", async () => {
  takeAll();
  expect((await listed("calls?q=status:failed%20duration:%3E2m")).calls).toEqual([]);
  const [near, few, ...others] = takeAll().filter(({ text }) => text.includes("retell_calls"));
  expect(near && walksIn(near, big)).toHaveLength(1);
  expect(few && filtersOn(few.plan, "retell_calls")).toEqual(["retell_calls_by_kind: (InitPlan 1).col1"]);
  expect(others).toEqual([]);
});

describe("two values that may go together or not are found with all calls that have both, in order", () => {
  const [OLD, RARE] = ["Irritated", "Amused"];
  beforeAll(async () => {
    // Very many, none among the newest; and a few, as far apart as can be.
    await client.query(
      `with placed as (select id, row_number() over (order by placed_at desc, id desc) as place from retell_calls)
       update retell_calls set user_sentiment = case when place % 1000 = 1 then $2 else $1 end
       from placed where placed.id = retell_calls.id and status = 'completed' and (place > 5500 or place % 1000 = 1)`,
      [OLD, RARE],
    );
  });

  test.each([
    ["often", "status:completed outcome:yes", "status = 'completed' and call_successful"],
    ["seldom", `status:completed sentiment:${RARE}`, `status = 'completed' and user_sentiment = '${RARE}'`],
    ["never", "status:failed duration:>=2m", "status = 'failed' and duration_ms >= 120000"],
    ["long ago", `status:completed sentiment:${OLD}`, `status = 'completed' and user_sentiment = '${OLD}'`],
  ] as const)("%s: %s", async (how, search, condition) => {
    const amount = { isNone: how === "never", isMany: how === "often" || how === "long ago" };
    const { rows } = await client.query<{ id: string }>(
      `select id from retell_calls where ${condition} order by placed_at desc, id desc limit 150`,
    );
    const wanted = rows.map(({ id }) => id);
    const query = new URLSearchParams({ q: search, zone: "UTC" });
    const found: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null && found.length < 150) {
      const page = await listed(`calls?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      found.push(...page.calls.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(found).toEqual(wanted);
    const { count } = await oneRow<{ count: number }>(
      client,
      `select count(*)::int as count from retell_calls where ${condition}`,
    );
    const counting = asActor(admin.actor, async (db) =>
      countCalls(db, demandFilters(await readCallQuery(db, query)), CALLS),
    );
    expect({ isNone: count === 0, isMany: count > 2_000 }).toEqual(amount);
    expect(await counting).toBe(count);
  });
});

async function listed(address: string): Promise<{ calls: { id: string }[]; nextCursor: string | null }> {
  const answer = await fetch(`${world.appUrl}/api/${address}`, { headers: { cookie: admin.cookie } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { calls: { id: string }[]; nextCursor: string | null };
}

test.each(orders)("the history's pages are walked along an index in the order %s", async (sort) => {
  expect(await faultsIn(`calls?sort=${sort}`)).toEqual([]);
  const first = await fetch(`${world.appUrl}/api/calls?sort=${sort}`, { headers: { cookie: admin.cookie } });
  const { nextCursor } = (await first.json()) as { nextCursor: string };
  expect(await faultsIn(`calls?sort=${sort}&cursor=${encodeURIComponent(nextCursor)}`)).toEqual([]);
});

describe("everything else that is shown of calls is found by an index", () => {
  const fields = [
    "agent",
    "number",
    "to",
    "from",
    "reason",
    "sentiment",
    "by",
    "var.",
    "var.clinic_name",
    "analysis.",
  ];
  test.each([
    ...fields.map((field) => `calls/completions?field=${field}&begins=`),
    "calls/count",
    "calls/seen-fields",
    "calls/live",
    "calls/live/count",
    "calls/callee?to=%2B12137774444",
    "search?q=Lakeside",
    "search?q=P-006575",
    "search?q=%2B1423555",
    "search?q=call_0123456789",
    "calls/export?format=csv&q=reason:error_asr&fields=all",
  ])("%s", async (address) => {
    expect(await faultsIn(address)).toEqual([]);
  });

  test("a call's page", async () => {
    const { id } = await oneRow<{ id: string }>(
      client,
      "select id from retell_calls where phase = 4 and dial_state = 'accepted' limit 1",
    );
    for (const part of ["", "/trace", "/transfers", "/similar"])
      expect(await faultsIn(`calls/${id}${part}`)).toEqual([]);
    expect(await faultsIn(`calls?ids=${id}`)).toEqual([]);
  });
});

test("whoever dials, and whoever asks Retell what became of calls, finds by an index what to do", async () => {
  takeAll();
  const ran: RanQuery[] = [];
  for (const phoneNumber of ["+12137770001", "+12137770002"]) {
    const input = { phoneNumber, agentId: REMINDER, fromNumber: FROM, variables: {} };
    const { call } = await requestCall(admin.actor, input);
    await tasks.dial_call({ callId: call.id });
  }
  // All bodies but a few are packed already.
  await client.query(
    `insert into sync_marks (name, mark)
     select 'webhooks_packed', received_at::text || '|' || id from webhook_events
     order by received_at desc, id desc offset 150 limit 1
     on conflict (name) do update set mark = excluded.mark`,
  );
  const never = new AbortController();
  for (const { work } of timers) await work(never.signal);
  ran.push(...takeAll());
  expect(ran.length).toBeGreaterThan(50);
  expect(ran.flatMap((query) => faultsOf(query, big))).toEqual([]);
});

test("a query whose index is gone is noticed", async () => {
  await client.query("alter table retell_calls drop constraint retell_calls_retell_call_id_key");
  await expect(faultsIn("calls?q=id:call_0123456789")).resolves.not.toEqual([]);
});
