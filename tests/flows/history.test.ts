import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { asActor } from "#database";
import { type CallListItem, demandFilters, listCalls, readCallFilters, requestCall } from "#domain/calls";
import { FROM, REMINDER, readCall } from "../support/calls.ts";
import { startApi } from "../support/console.ts";
import { planAs, plansInside } from "../support/explain.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { deliver, eventsOf, newRetellId } from "../support/retell.ts";
import { superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const CALLS = 20_000;

let admin: TestPerson;
let client: pg.Client;

// One call a minute back from the first of November, its facts by turns.
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
  await client.query(
    `insert into retell_calls (retell_call_id, status, phase, placed_at, direction, from_number, to_number, agent_id, variables, metadata)
     select 'call_' || n,
       (array['completed','completed','completed','failed','cancelled'])[n % 5 + 1], 4,
       timestamptz '2026-11-01 12:00Z' - n * interval '1 minute',
       case when n % 100 = 0 then 'inbound' else 'outbound' end,
       case when n % 100 = 0 then '+4420' || lpad(n::text, 8, '0') else '+14157774444' end,
       case when n % 100 = 0 then '+14157774444' else '+1213' || lpad(n::text, 7, '0') end,
       'agent_' || n % 50,
       jsonb_build_object('customer_name', 'Person ' || n, 'clinic', case when n % 2 = 0 then 'North' else 'South' end),
       -- As wide as calls are, so that to read them all costs what it does.
       jsonb_build_object('note', repeat('x', 800))
     -- In their order: as they come, indexes are filled.
     from generate_series($1::int, 1, -1) as n`,
    [CALLS],
  );
  await client.query("vacuum analyze retell_calls");
}, 60_000);

const filtersOf = (query: string) => demandFilters(readCallFilters(new URLSearchParams(query)));
const list = (query: string, cursor: string | null = null, limit = 50) =>
  asActor(admin.actor, (db) => listCalls(db, { filters: filtersOf(query), cursor, limit }));

async function all(query: string): Promise<CallListItem[]> {
  const calls: CallListItem[] = [];
  let cursor: string | null = null;
  do {
    const page = await list(query, cursor, 200);
    calls.push(...page.calls);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return calls;
}

async function countBy(condition: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from retell_calls where ${condition}`,
  );
  return rows[0]?.n ?? 0;
}

const enc = encodeURIComponent;

describe("a filter gives the calls it names, and no others", () => {
  test.each([
    ["status=cancelled", "status = 'cancelled'"],
    [
      "status=cancelled&status=failed&number=%2B12130001",
      "status in ('cancelled', 'failed') and to_number like '+12130001%'",
    ],
    ["direction=inbound", "direction = 'inbound'"],
    ["agent=agent_7", "agent_id = 'agent_7'"],
    ["agent=agent_7&agent=agent_8", "agent_id in ('agent_7', 'agent_8')"],
    [`number=${enc("+44 20 0000 01")}`, "from_number like '+4420000001%'"],
    [`number=${enc("(213) 001-99")}`, "to_number like '+121300199%'"],
    ["from=2026-10-31&to=2026-10-31", "placed_at >= '2026-10-31Z' and placed_at < '2026-11-01Z'"],
    ["from=2026-11-01&zone=America/New_York", "placed_at >= '2026-11-01 04:00Z'"],
    [`variable=${enc("customer_name=Person 77")}`, "variables->>'customer_name' = 'Person 77'"],
    [
      "variable=clinic%3DNorth&direction=inbound&status=failed&to=2026-10-30",
      "variables->>'clinic' = 'North' and direction = 'inbound' and status = 'failed' and placed_at < '2026-10-31Z'",
    ],
    ["variable=clinic%3DNorth&variable=customer_name%3DPerson+77", "false"],
  ])("%s", async (query, condition) => {
    const found = await all(query);
    expect(found).toHaveLength(await countBy(condition));
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    expect(found.map(({ placedAt }) => placedAt)).toEqual(
      found
        .map(({ placedAt }) => placedAt)
        .sort()
        .reverse(),
    );
  });
});

test("whoever is no admin finds no call by any filter", async () => {
  const user = await signedIn("user");
  for (const query of ["", "variable=clinic%3DNorth", "number=213", "agent=agent_7"]) {
    const page = await asActor(user.actor, (db) =>
      listCalls(db, { filters: filtersOf(query), cursor: null }),
    );
    expect(page.calls).toEqual([]);
  }
});

describe("no filter reads the whole table, under the policies that hold for people", () => {
  test.each([
    ["no filter", ""],
    ["a status", "status=cancelled"],
    ["statuses", "status=cancelled&status=failed"],
    ["a direction", "direction=inbound"],
    ["an agent", "agent=agent_7"],
    ["the beginning of a number", `number=${enc("+1213000123")}`],
    ["the beginning of a number as typed", `number=${enc("(213) 000-123")}`],
    ["days", "from=2026-10-25&to=2026-10-26&zone=Europe/Berlin"],
    ["a decision", "decision=needed"],
    ["a variable", `variable=${enc("customer_name=Person 77")}`],
    [
      "all at once",
      `status=completed&direction=outbound&agent=agent_7&number=213&from=2026-10-01&variable=clinic%3DSouth`,
    ],
  ])("%s", async (_name, query) => {
    expect(await planOf(query)).not.toMatch(/Seq Scan on retell_calls/);
  });

  test("a variable's function finds its calls by the index on variables", async () => {
    const question = "select app.find_calls_by_variable('customer_name', 'Person 77')";
    const plans = await plansInside(client, admin, question);
    expect(plans).toContain("retell_calls_by_variable");
    expect(plans).not.toContain("Seq Scan on retell_calls");
  });
});

/** How Postgres would carry out the list's query, asked as a person. */
const planOf = (query: string) =>
  planAs(client, admin, (db) => listCalls(db, { filters: filtersOf(query), cursor: null }));

test("pages neither repeat nor skip a call while others arrive and change", async () => {
  const query = "agent=agent_9";
  const seen: string[] = [];
  let cursor: string | null = null;
  let turn = 0;
  do {
    const page = await list(query, cursor, 30);
    seen.push(...page.calls.map(({ id }) => id));
    cursor = page.nextCursor;
    turn += 1;
    await client.query(
      `insert into retell_calls (retell_call_id, agent_id, placed_at)
       values ('call_new_${turn}', 'agent_9', now()), ('call_between_${turn}', 'agent_9', now() - interval '1 day')`,
    );
    await client.query("update retell_calls set updated_at = now() where agent_id = 'agent_9'");
  } while (cursor !== null);
  const there = await client.query<{ id: string }>(
    "select id from retell_calls where agent_id = 'agent_9' and retell_call_id not like 'call_new%' and retell_call_id not like 'call_between%'",
  );
  expect(new Set(seen).size).toBe(seen.length);
  expect(new Set(seen)).toEqual(new Set(there.rows.map(({ id }) => id)));
  await client.query(
    "delete from retell_calls where retell_call_id like 'call_new%' or retell_call_id like 'call_between%'",
  );
});

const get = (path: string) => fetch(`${world.appUrl}${path}`, { headers: { cookie: admin.cookie } });

test("the API takes every filter, and tells a heard call that it does not belong", async () => {
  const query = `variable=${enc("customer_name=Person 77")}`;
  const found = (await (await get(`/api/calls?${query}`)).json()) as { calls: CallListItem[] };
  expect(found.calls.map(({ toNumber }) => toNumber)).toEqual(["+12130000077"]);
  const [one] = found.calls;
  const [other] = (await list("agent=agent_3", null, 1)).calls;
  const heard = await (await get(`/api/calls?${query}&ids=${one?.id},${other?.id}`)).json();
  expect(heard.matching).toEqual([one?.id]);
  expect(heard.calls).toHaveLength(2);
});

describe("variables are shown in the order they were given", () => {
  const given = { zebra: "1", appointment_time: "2:00 PM", b: "3", customer_name: "Zoë" };

  test("in the form", async () => {
    const { call } = await requestCall(admin.actor, {
      phoneNumber: "+12137775601",
      agentId: REMINDER,
      fromNumber: FROM,
      variables: given,
    });
    expect(Object.keys(call.variables)).toEqual(Object.keys(given));
    const [listed] = (await list(`number=${enc("+12137775601")}`)).calls;
    expect(Object.keys(listed?.variables ?? {})).toEqual(Object.keys(given));
  });

  test("to Retell, when it tells us first", async () => {
    const id = newRetellId();
    const { started, ended } = eventsOf(id, { retell_llm_dynamic_variables: given });
    for (const event of [started, ended]) expect(await deliver(event)).toBe(200);
    const { rows } = await client.query<{ id: string }>(
      "select id from retell_calls where retell_call_id = $1",
      [id],
    );
    expect(Object.keys((await readCall(admin, rows[0]?.id ?? "")).variables)).toEqual(Object.keys(given));
  });
});
