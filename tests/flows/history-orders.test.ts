import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { asActor } from "#database";
import { type CallListItem, demandFilters, listCalls, listSeenFields, readCallFilters } from "#domain/calls";
import { startApi } from "../support/console.ts";
import { planAs } from "../support/explain.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";

/** Enough that the planner prefers an index to sorting the table. */
const CALLS = 20_000;

let admin: TestPerson;
let client: pg.Client;
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
  // Many of the same duration and cost, at the same microsecond; every seventh has neither yet.
  await client.query(
    `insert into retell_calls (id, retell_call_id, status, phase, placed_at, duration_ms, cost_cents, variables)
     select gen_random_uuid(), 'call_' || n, case when n % 7 = 0 then 'in_progress' else 'completed' end, 4,
       timestamptz '2026-06-01 12:00Z' + (n / 3) * interval '1 microsecond',
       case when n % 7 <> 0 then (n * 7919 % 500) * 100 end,
       case when n % 7 <> 0 then (n * 104729 % 300) / 7.0 end,
       jsonb_build_object('clinic', 'North') || case when n % 2 = 0 then '{"doctor": "Ada"}' else '{}' end::jsonb
     from generate_series($1::int, 1, -1) as n`,
    [CALLS],
  );
  await client.query(
    `insert into retell_call_details (call_id, analysis, latency)
     select id,
       jsonb_build_object('call_summary', 'Spoke of ' || retell_call_id,
         'custom_analysis_data', jsonb_build_object('mood', jsonb_build_object('is', retell_call_id))),
       '{"e2e": {"p50": 812}}'
     from retell_calls where retell_call_id in ('call_19999', 'call_20000')`,
  );
  await client.query("vacuum analyze retell_calls");
}, 60_000);

interface Page {
  calls: CallListItem[];
  nextCursor: string | null;
}

async function page(query: string): Promise<Page> {
  const { status, body } = await ask(`/api/calls?${query}`, { cookie: admin.cookie });
  expect(status).toBe(200);
  return body as Page;
}

/** The ids of so many calls at most, page by page; from a cursor on, where one is given. */
async function walk(query: string, most: number, from = ""): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = from;
  while (cursor !== null && ids.length < most) {
    const next: Page = await page(`${query}${cursor && `&cursor=${cursor}`}`);
    ids.push(...next.calls.map(({ id }) => id));
    cursor = next.nextCursor;
  }
  return ids;
}

const few = "retell_call_id in (select 'call_' || n from generate_series(1, 60) as n)";
const orders = [
  ["-started", "placed_at desc, id desc"],
  ["started", "placed_at, id"],
  [
    "-duration",
    "duration_ms desc nulls last, (case when duration_ms is null then placed_at end) desc, placed_at desc, id desc",
  ],
  [
    "duration",
    "duration_ms nulls last, (case when duration_ms is null then placed_at end) desc, case when duration_ms is null then id end desc, placed_at, id",
  ],
  ["-cost", "cost_cents desc nulls last, placed_at desc, id desc"],
  [
    "cost",
    "cost_cents nulls last, (case when cost_cents is null then placed_at end) desc, case when cost_cents is null then id end desc, placed_at, id",
  ],
] as const;

describe("every order gives every call once, and those without the measure last and newest first", () => {
  test.each(orders)("%s", async (sort, by) => {
    await client.query(`update retell_calls set agent_id = 'few' where ${few} and agent_id is null`);
    const { rows } = await client.query<{ id: string }>(
      `select id from retell_calls where ${few} order by ${by}`,
    );
    expect(rows).toHaveLength(60);
    for (const limit of [1, 7, 50, 60])
      expect(await walk(`agent=few&sort=${sort}&limit=${limit}`, 60)).toEqual(rows.map(({ id }) => id));
  });
});

test("calls that arrive and change while somebody pages neither repeat nor hide one that stays", async () => {
  const { rows } = await client.query<{ id: string }>(
    `select id from retell_calls where ${few} and duration_ms is not null order by duration_ms desc, placed_at desc, id desc`,
  );
  const first = await page("agent=few&sort=-duration&limit=20");
  await client.query(
    "insert into retell_calls (agent_id, duration_ms) values ('few', 49900), ('few', 0), ('few', null)",
  );
  const rest = await walk("agent=few&sort=-duration&limit=20", 100, first.nextCursor ?? "");
  const seen = [...first.calls.map(({ id }) => id), ...rest];
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.filter((id) => rows.some((row) => row.id === id))).toEqual(rows.map(({ id }) => id));
  await client.query("delete from retell_calls where retell_call_id is null");
});

describe("no order sorts or reads the whole table, under the policies that hold for people", () => {
  const stretches = orders.flatMap(([sort]) => [
    [sort, "the first page", ""],
    [sort, "a page far on", "far"],
  ]);
  test.each(stretches)("%s, %s", async (sort, _name, where) => {
    const cursor = where && (await page(`sort=${sort}&limit=200`)).nextCursor;
    const plan = await planOf(sort, cursor || null);
    expect(plan).toMatch(/Index (Only )?Scan/);
    expect(plan).not.toMatch(/Seq Scan on retell_calls|Sort/);
  });

  test.each(["-duration", "duration", "-cost", "cost"])(
    "%s, among those that have none yet",
    async (sort) => {
      const { rows } = await client.query<{ us: string; id: string }>(
        "select (extract(epoch from placed_at) * 1000000)::bigint::text as us, id from retell_calls where duration_ms is null order by placed_at desc, id desc offset 100 limit 1",
      );
      const cursor = Buffer.from(`${sort}||${rows[0]?.us}|${rows[0]?.id}`).toString("base64url");
      const plan = await planOf(sort, cursor);
      expect(plan).toMatch(/Index (Only )?Scan/);
      expect(plan).not.toMatch(/Seq Scan on retell_calls|Sort/);
    },
  );
});

/** How Postgres would carry out the list's last query, asked as a person. */
const planOf = (sort: string, cursor: string | null) =>
  planAs(client, admin, (db) => {
    const filters = demandFilters(readCallFilters(new URLSearchParams()));
    return listCalls(db, { filters, cursor, order: sort as never });
  });

test.each([
  ["sort=loudest", "sort", "There is no order “loudest”."],
  ["sort=", "sort", "There is no order “”."],
  ["fields=transcript", "fields", "There is no field “transcript”."],
  ["fields=analysis.", "fields", "There is no field “analysis.”."],
])("%s is refused in words", async (query, name, words) => {
  const answer = await ask(`/api/calls?${query}`, { cookie: admin.cookie });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { fields: { [name]: expect.stringContaining(words) } } },
  });
});

test("a page's address holds for the order it was given in, and for no other", async () => {
  for (const [sort] of orders) {
    const { nextCursor } = await page(`sort=${sort}&limit=3`);
    for (const [other] of orders) {
      const { status } = await ask(`/api/calls?sort=${other}&cursor=${nextCursor}`, { cookie: admin.cookie });
      expect(status).toBe(other === sort ? 200 : 400);
    }
  }
});

test("a list tells of each call what was asked for besides, by page and by id, and nothing unasked", async () => {
  const query = "fields=summary&fields=latency&fields=analysis.mood&fields=analysis.__proto__";
  const expected = {
    summary: "Spoke of call_20000",
    latency: 812,
    "analysis.mood": { is: "call_20000" },
    "analysis.__proto__": null,
  };
  const { calls } = await page(`${query}&limit=200`);
  const one = calls.find(({ retellCallId }) => retellCallId === "call_20000");
  expect(one?.fields).toEqual(expected);
  expect(calls.find(({ retellCallId }) => retellCallId === "call_19998")?.fields).toEqual({
    summary: null,
    latency: null,
    "analysis.mood": null,
    "analysis.__proto__": null,
  });
  expect((await page(`${query}&ids=${one?.id}`)).calls[0]?.fields).toEqual(expected);
  expect((await page(`ids=${one?.id}`)).calls[0]?.fields).toBeUndefined();
});

test("the names of variables and analysis fields are those seen in the newest calls, most frequent first", async () => {
  const answer = await ask("/api/calls/seen-fields", { cookie: admin.cookie });
  expect(answer).toMatchObject({
    status: 200,
    body: { variables: ["clinic", "doctor"], analysis: ["mood"] },
  });
  const user = await signedIn("user");
  expect(await asActor(user.actor, listSeenFields)).toEqual({ variables: [], analysis: [] });
});
