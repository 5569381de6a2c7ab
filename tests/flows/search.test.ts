import fc from "fast-check";
import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { asActor } from "#database";
import { type CallListItem, demandFilters, listCalls, readCallQuery } from "#domain/calls";
import { startApi } from "../support/console.ts";
import { planAs, plansInside } from "../support/explain.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";

const CALLS = 8_000;
const PAGE = 200;

let admin: TestPerson;
let client: pg.Client;

// One call a minute back from the first of November; its facts by turns, some of them rare.
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
  await client.query(
    `insert into retell_calls (retell_call_id, status, phase, placed_at, call_type, direction, from_number, to_number, agent_id,
       agent_name, variables, disconnection_reason, duration_ms, cost_cents, call_successful, user_sentiment, in_voicemail,
       has_recording, requested_by)
     select 'call_' || n,
       (array['completed','completed','completed','failed','cancelled'])[n % 5 + 1], 4,
       timestamptz '2026-11-01 12:00Z' - n * interval '1 minute',
       case when n % 2000 = 0 then 'web_call' else 'phone_call' end,
       case when n % 100 = 0 then 'inbound' else 'outbound' end,
       case when n % 100 = 0 then '+4420' || lpad(n::text, 8, '0') else '+14157774444' end,
       case when n % 100 = 0 then '+14157774444' else '+1213' || lpad(n::text, 7, '0') end,
       'agent_' || n % 50, 'Agent number ' || n % 50,
       jsonb_build_object('customer_name', 'Person ' || n, 'clinic name', case when n % 2 = 0 then 'North' else 'South' end),
       case when n % 5 = 3 then case when n % 1000 = 3 then 'brand_new_reason' else 'dial_busy' end else 'user_hangup' end,
       case when n % 5 = 4 then null else (n % 600) * 1000 + case when n % 4000 = 0 then 3600000 else 0 end end,
       case when n % 5 = 4 then null else (n % 100) / 10.0 end,
       case when n % 5 > 2 then null else n % 3 = 0 end,
       case when n % 2500 = 0 then 'Negative' when n % 5 > 2 then null else 'Positive' end,
       n % 3000 = 0,
       case when n % 7 = 0 then null else n % 5 < 3 end,
       case when n % 4 = 0 then $2 end
     from generate_series($1::int, 1, -1) as n`,
    [CALLS, admin.id],
  );
  await client.query(
    `insert into retell_call_details (call_id, analysis)
     select id, jsonb_build_object('custom_analysis_data', jsonb_build_object(
       'patient_mood', case when substr(retell_call_id, 6)::int % 4000 = 0 then 'furious' else 'friendly' end,
       'score', substr(retell_call_id, 6)::int % 10, 'booked', substr(retell_call_id, 6)::int % 2 = 0))
     from retell_calls where call_successful is not null`,
  );
  await client.query("vacuum analyze retell_calls, retell_call_details");
}, 60_000);

const ZONE = "America/New_York";

function list(q: string, cursor: string | null = null, actor = admin.actor) {
  return asActor(actor, async (db) => {
    const given = new URLSearchParams({ q, zone: ZONE });
    const filters = demandFilters(await readCallQuery(db, given));
    return listCalls(db, { filters, cursor, limit: PAGE });
  });
}

async function all(q: string): Promise<CallListItem[]> {
  const calls: CallListItem[] = [];
  let cursor: string | null = null;
  do {
    const page = await list(q, cursor);
    calls.push(...page.calls);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return calls;
}

async function countBy(condition: string): Promise<number> {
  const text = `select count(*)::int as n from retell_calls c left join retell_call_details d on d.call_id = c.id where ${condition}`;
  const { rows } = await client.query<{ n: number }>(text);
  return rows[0]?.n ?? 0;
}

const finding = (name: string) => `d.analysis->'custom_analysis_data'->>'${name}'`;

describe("a search gives the calls it names, and no others", () => {
  test.each([
    ["status:cancelled", "status = 'cancelled'"],
    ["status:Failed,cancelled", "status in ('failed', 'cancelled')"],
    ["-status:completed,failed", "status = 'cancelled'"],
    ["-direction:outbound", "direction = 'inbound'"],
    ["type:web", "call_type = 'web_call'"],
    ['agent:"agent number 7"', "agent_id = 'agent_7'"],
    ["agent:agent_7,agent_8", "agent_id in ('agent_7', 'agent_8')"],
    ['agent:"number 4"', "agent_id = 'agent_4' or agent_name like 'Agent number 4_'"],
    ["-agent:number", "false"],
    ["number:4420", "from_number like '+4420%'"],
    ["(213) 000-01", "to_number like '+121300001%'"],
    ["to:+12130001", "to_number like '+12130001%'"],
    ["from:+12130001", "false"],
    ["-from:+1415", "from_number not like '+1415%'"],
    ["started:2026-10-31", "placed_at >= '2026-10-31 04:00Z' and placed_at < '2026-11-01 04:00Z'"],
    [
      "placed:2026-10-28..2026-10-29,2026-10-31",
      "placed_at >= '2026-10-28 04:00Z' and placed_at < '2026-10-30 04:00Z' or placed_at >= '2026-10-31 04:00Z' and placed_at < '2026-11-01 04:00Z'",
    ],
    ["duration:>9m", "duration_ms > 540000"],
    ["duration:1m30s..2m", "duration_ms between 90000 and 120000"],
    ["duration:1m30s", "duration_ms >= 90000 and duration_ms < 91000"],
    ["-duration:>1s", "duration_ms is null or duration_ms <= 1000"],
    ["cost:>0.09", "cost_cents > 9"],
    ["cost:0.05..0.06", "cost_cents between 5 and 6"],
    ["reason:dial_busy", "disconnection_reason = 'dial_busy'"],
    ["reason:brand_new_reason", "disconnection_reason = 'brand_new_reason'"],
    ["outcome:no", "call_successful = false"],
    ["successful:yes", "call_successful"],
    ["-outcome:yes", "call_successful is not true"],
    ["sentiment:negative", "user_sentiment = 'Negative'"],
    ["voicemail:yes", "in_voicemail"],
    ["recording:yes", "has_recording"],
    ["recording:no", "has_recording is not true"],
    ["by:me", "requested_by is not null"],
    ["-by:me", "requested_by is null"],
    ["id:call_77,call_78", "retell_call_id in ('call_77', 'call_78')"],
    ["call_77", "retell_call_id = 'call_77'"],
    ['var."clinic name":North', "variables->>'clinic name' = 'North'"],
    ['-var."clinic name":North', "variables->>'clinic name' = 'South'"],
    [
      'var.customer_name:"Person 77","Person 78"',
      "variables->>'customer_name' in ('Person 77', 'Person 78')",
    ],
    ["var.customer_name:person", "false"],
    ["analysis.patient_mood:furious", `${finding("patient_mood")} = 'furious'`],
    ["analysis.patient_mood:friendly", `${finding("patient_mood")} = 'friendly'`],
    ["analysis.score:5", `${finding("score")} = '5'`],
    ["analysis.booked:yes", `${finding("booked")} = 'true'`],
    ["-analysis.booked:true", `${finding("booked")} is distinct from 'true'`],
    [
      'status:completed agent:agent_5 duration:>1m cost:>0.01 var."clinic name":South analysis.patient_mood:friendly',
      `status = 'completed' and agent_id = 'agent_5' and duration_ms > 60000 and cost_cents > 1 and variables->>'clinic name' = 'South' and ${finding("patient_mood")} = 'friendly'`,
    ],
  ])("%s", async (q, condition) => {
    const found = await all(q);
    expect(found).toHaveLength(await countBy(condition));
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  });
});

test("a person of ours is found by part of a name or address", async () => {
  const { rows } = await client.query<{ name: string; email: string }>(
    "select name, email from users where id = $1",
    [admin.id],
  );
  for (const part of [rows[0]?.name.slice(1), rows[0]?.email.slice(0, -1)])
    expect((await list(`by:"${part}"`)).calls).toHaveLength(PAGE);
});

test("whoever is no admin finds no call by any search", async () => {
  const user = await signedIn("user");
  for (const q of [
    "",
    "number:213",
    "agent:agent_7",
    'var."clinic name":North',
    "analysis.patient_mood:furious",
  ]) {
    // Of agents, too, nothing is known to them; an id that is none is refused, which shows no call either.
    const page = await list(q, null, user.actor).catch((error: Error) => ({ calls: error.message }));
    expect(
      page.calls === "" || page.calls.length === 0 || /No agent is called/.test(String(page.calls)),
    ).toBe(true);
  }
  expect((await ask("/api/calls/completions?field=agent", { cookie: user.cookie })).status).toBe(403);
  expect((await ask("/api/calls/completions?field=agent")).status).toBe(401);
});

describe("what is rare is found by its index, under the policies that hold for people", () => {
  test.each([
    ["type:web", "retell_calls_from_the_web"],
    ["reason:brand_new_reason", "retell_calls_by_reason"],
    ["sentiment:negative", "retell_calls_by_sentiment"],
    ["voicemail:yes", "retell_calls_in_voicemail"],
    ["duration:>55m", "retell_calls_by_duration"],
    ["cost:>0.0989", "retell_calls_by_cost"],
    ["to:+121300001", "retell_calls_by_to_number"],
    ["id:call_77", "retell_calls_retell_call_id_key"],
    ["decision:needed", "retell_calls_to_decide"],
  ])("%s by %s", async (q, index) => {
    const plan = await planOf(q);
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan on retell_call/);
  });

  test.each([
    ["duration:>55m", "retell_calls_by_duration"],
    ["cost:>0.0989", "retell_calls_by_cost"],
    ["to:+12130000", "retell_calls_by_to_number"],
  ])(
    "%s fetches the calls of its page alone: the others it reads and puts in order in %s",
    async (q, index) => {
      const [sorting, fetching] = (await planOf(q)).split(
        /(?=Index Scan using retell_calls_pkey on retell_calls )/,
      );
      expect(sorting).toMatch(new RegExp(`Index Only Scan (Backward )?using ${index} `));
      expect(fetching).toContain("Index Cond: (id = retell_calls_1.id)");
    },
  );

  test.each([
    "-status:completed",
    "outcome:no",
    "-outcome:yes",
    "recording:no",
    "recording:yes",
    "by:me",
    "duration:>1s",
    "cost:<0.05",
    "reason:user_hangup",
    'var."clinic name":North',
    "analysis.patient_mood:friendly",
    "-agent:agent_7",
  ])("%s reads no whole table of calls", async (q) => {
    expect(await planOf(q)).not.toMatch(/Seq Scan on retell_calls/);
  });
});

test("what an analysis found is looked up by the index on findings", async () => {
  const plans = await plansInside(
    client,
    admin,
    `select app.find_calls_by_analysis('{"patient_mood": "furious"}')`,
  );
  expect(plans).toContain("retell_call_details_by_analysis");
  expect(plans).not.toContain("Seq Scan on retell_call_details");
});

/** How Postgres would carry out the list's query, asked as a person. */
const planOf = (q: string) =>
  planAs(client, admin, async (db) => {
    const filters = demandFilters(await readCallQuery(db, new URLSearchParams({ q })));
    await listCalls(db, { filters, cursor: null });
  });

const get = (path: string) => ask(path, { cookie: admin.cookie });
const enc = encodeURIComponent;

describe("what a search does not understand is said with its place and what may have been meant", () => {
  test.each([
    ["statsu:failed", 0, 6, "There is no field “statsu”. Did you mean “status”?", "status"],
    ["x status:faild", 9, 14, "There is no status “faild”. Did you mean “failed”?", "failed"],
    ["reason:dial_bsy", 7, 15, "There is no reason “dial_bsy”. Did you mean “dial_busy”?", "dial_busy"],
    ["agent:agnet", 6, 11, "No agent is called “agnet”. Did you mean “Agent”?", "Agent"],
    ["duration>2m", 0, 11, "A colon stands after a field.", "duration:>2m"],
    ["status=failed", 0, 13, "A colon stands after a field.", "status:failed"],
    ["failed", 0, 6, "“failed” says not where to look.", "status:failed"],
    ["foo", 0, 3, "“foo” says not where to look.", null],
    ["status:", 0, 7, "Write after “status:” what to look for", null],
    ["var:North", 0, 3, "Write after “var” a dot and a name", null],
    ["status:>failed", 7, 14, "“status” knows neither more nor less", null],
    ["outcome:maybe", 8, 13, "“outcome” is yes or no", null],
    ["duration:5m..1m", 9, 15, "The range ends before it begins.", null],
    ["started:soon", 8, 12, "“soon” is no day.", null],
    ["number:abc", 7, 10, "“abc” is no beginning of a phone number.", null],
    ['agent:"North', 6, 12, "Close the quotation", null],
    ["by:nobody_at_all", 3, 16, "No person is called “nobody_at_all”.", null],
  ])("%s", async (q, from, to, message, instead) => {
    const { mistakes, problems } = await asActor(admin.actor, (db) =>
      readCallQuery(db, new URLSearchParams({ q })),
    );
    const mistake = mistakes.find(({ span }) => span.from === from);
    expect(mistake).toMatchObject({ span: { from, to }, instead });
    expect(mistake?.message).toContain(message);
    expect(problems.q).toContain(message);
  });

  test("by the API as a 400", async () => {
    const answer = await get(`/api/calls?q=${enc("status:failed agnet:x")}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      error: {
        code: "invalid_input",
        fields: { q: "At character 15, agnet: There is no field “agnet”. Did you mean “agent”?" },
      },
    });
    expect((await get("/api/calls?q=status:failed&q=status:completed")).status).toBe(400);
    expect((await get("/api/calls?q=started:today&zone=Mars")).status).toBe(400);
  });

  test("whatever is typed, reading it never fails", async () => {
    const words = fc.constantFrom(
      "status",
      "started",
      "duration",
      "cost",
      "var.",
      "analysis.x",
      "agent",
      "by",
      "id",
      "x",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary", maxLength: 30 }),
      fc
        .tuple(words, fc.string({ unit: fc.constantFrom(...'"\\:,.-<>=0129dhms ax'), maxLength: 12 }))
        .map((parts) => parts.join(":")),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (q) => {
        const given = new URLSearchParams();
        given.append("q", q);
        const { filters, problems } = await asActor(admin.actor, (db) => readCallQuery(db, given));
        if (Object.keys(problems).length === 0)
          await asActor(admin.actor, (db) => listCalls(db, { filters, cursor: null, limit: 1 }));
      }),
      { numRuns: 150 },
    );
  });
});

test("a search and single filters hold together, and a heard call is tried by both", async () => {
  const { body } = await get(`/api/calls?q=${enc("status:failed")}&agent=agent_3&limit=3`);
  const { calls } = body as { calls: CallListItem[] };
  expect(calls.map(({ status, agentId }) => [status, agentId])).toEqual(Array(3).fill(["failed", "agent_3"]));
  const [other] = (await list('var.customer_name:"Person 77"')).calls;
  for (const q of ["status:failed", "analysis.patient_mood:friendly", 'var.customer_name:"Person 77"']) {
    const heard = await get(`/api/calls?q=${enc(q)}&ids=${calls[0]?.id},${other?.id}`);
    const { matching } = heard.body as { matching: string[] };
    const wanted = (await all(q)).map(({ id }) => id);
    expect(new Set(matching)).toEqual(
      new Set([calls[0]?.id, other?.id].filter((id) => id && wanted.includes(id))),
    );
  }
});

describe("completions come from what there is", () => {
  const complete = async (field: string, begins = "") => {
    const { status, body } = await get(`/api/calls/completions?field=${enc(field)}&begins=${enc(begins)}`);
    expect(status).toBe(200);
    return (body as { completions: { value: string }[] }).completions.map(({ value }) => value);
  };

  test.each([
    ["status", "c", ["completed", "cancelled"]],
    ["agent", "number 49", ["Agent number 49"]],
    ["number", "+442000000", ["+442000000100", "+442000000200", "+442000000300"]],
    ["to", "(213) 0000001", ["+12130000001"]],
    ["from", "+1213", []],
    ["reason", "brand", ["brand_new_reason"]],
    ["sentiment", "neg", ["negative"]],
    ["var.", "", ["clinic name", "customer_name"]],
    ["var.clinic name", "n", ["North"]],
    ["analysis.", "pat", ["patient_mood"]],
    ["analysis.booked", "", ["false", "true"]],
    ["by", "me", ["me"]],
    ["nothing", "", []],
    ["__proto__", "", []],
  ])("%s beginning with “%s”", async (field, begins, expected) => {
    const found = await complete(field, begins);
    expect(found.slice(0, expected.length)).toEqual(expect.arrayContaining(expected));
    if (expected.length === 0) expect(found).toEqual([]);
  });

  test("every completion of a value is a value that the search understands", async () => {
    for (const field of [
      "status",
      "agent",
      "reason",
      "sentiment",
      "by",
      "number",
      "started",
      "duration",
      "cost",
    ]) {
      for (const value of await complete(field)) {
        const given = new URLSearchParams({
          q: /^[<>]|\.\./.test(value) ? `${field}:${value}` : `${field}:"${value}"`,
        });
        const { problems } = await asActor(admin.actor, (db) => readCallQuery(db, given));
        expect(problems).toEqual({});
      }
    }
  });
});
