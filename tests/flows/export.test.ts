import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type pg from "pg";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { poolFor } from "#database";
import { type CallListItem, exportCalls } from "#domain/calls";
import type { Api } from "../../src/api/index.ts";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { readCsv } from "../support/read-csv.ts";
import { superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

/** Eleven pages of an export and a half. */
const CALLS = 2_300;
const PAGES = 12;
/** Enough that all of them fit no buffers between two programs. */
const WIDE_BYTES = 20_000;

let api: Api;
let admin: TestPerson;
let client: pg.Client;
beforeAll(async () => {
  api = startApi();
  admin = await signedIn("admin");
  client = await superuser();
  await client.query(
    `insert into retell_calls (retell_call_id, status, phase, placed_at, started_at, direction, from_number, to_number,
       agent_id, agent_name, duration_ms, cost_cents, disconnection_reason, variables)
     select 'call_' || n, 'completed', 4, at, at, 'outbound', '+14157774444', '+1213555' || lpad(n::text, 4, '0'),
       'many', 'Many', case when n % 7 > 0 then n * 1370 % 90000 end, case when n % 7 > 0 then n % 300 / 7.0 end, 'user_hangup',
       jsonb_build_object('clinic', 'North ' || n)
     from generate_series(1, $1::int) as n
     cross join lateral (select timestamptz '2026-06-01 12:00Z' + (n / 3) * interval '1 microsecond' as at) as moment`,
    [CALLS],
  );
  await client.query(
    `insert into retell_calls (retell_call_id, status, phase, placed_at, agent_id, variables)
     select 'wide_' || n, 'completed', 4, '2026-05-01', 'wide', jsonb_build_object('text', repeat('x', $2::int))
     from generate_series(1, $1::int) as n`,
    [CALLS, WIDE_BYTES],
  );
}, 60_000);

const exported = (query: string) => ask(`/api/calls/export?${query}`, { cookie: admin.cookie });

async function csv(query: string): Promise<string[][]> {
  const answer = await fetch(`${world.appUrl}/api/calls/export?${query}`, {
    headers: { cookie: admin.cookie },
  });
  expect(answer.status).toBe(200);
  // As bytes: reading text takes the mark away.
  const file = Buffer.from(await answer.arrayBuffer()).toString();
  expect(file.charCodeAt(0)).toBe(0xfeff);
  return readCsv(file.slice(1));
}

async function ndjson(query: string): Promise<unknown[]> {
  const response = await begin(`${query}&format=ndjson`);
  expect(response.headers["content-type"]).toBe("application/x-ndjson");
  const lines = (await text(response)).split("\n");
  expect(lines.pop()).toBe("");
  return lines.map((line) => JSON.parse(line));
}

/** What the list gives for the query, all pages. */
async function listed(query: string): Promise<CallListItem[]> {
  const calls: CallListItem[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { body } = await ask(`/api/calls?${query}&limit=200${cursor && `&cursor=${cursor}`}`, {
      cookie: admin.cookie,
    });
    const page = body as { calls: CallListItem[]; nextCursor: string | null };
    calls.push(...page.calls);
    cursor = page.nextCursor;
  }
  return calls;
}

async function lastLine(): Promise<{ rows: number; isWhole: boolean } & Record<string, unknown>> {
  const { rows } = await client.query(
    "select actor_id, details from audit_log where action = 'calls.exported' order by at desc, id desc limit 1",
  );
  expect(rows[0]?.actor_id).toBe(admin.id);
  return rows[0]?.details;
}

async function countLines(): Promise<number> {
  const { rows } = await client.query("select count(*)::int from audit_log where action = 'calls.exported'");
  return rows[0]?.count;
}

/** Begins an export over a connection that nobody reads yet. */
async function begin(query: string, cookie = admin.cookie): Promise<IncomingMessage> {
  const request = get(`${world.appUrl}/api/calls/export?${query}`, { headers: { cookie }, agent: false });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.on("error", () => undefined);
  return response;
}

/** How long the file is. */
async function readWhole(response: IncomingMessage): Promise<number> {
  return (await text(response)).length;
}

describe("a file holds the calls that the list shows, in its order, once each", () => {
  test.each(["-started", "started", "-duration", "duration", "-cost", "cost"])("%s", async (sort) => {
    const calls = await listed(`q=agent:many&sort=${sort}`);
    expect(calls).toHaveLength(CALLS);
    const [header, ...lines] = await csv(
      `q=agent:many&sort=${sort}&cols=id,number~120px,duration,cost,outcome,var.clinic`,
    );
    expect(header).toEqual(["Retell call id", "Number", "Duration", "Cost", "Outcome", "clinic"]);
    expect(lines.map(([id]) => id)).toEqual(calls.map(({ retellCallId }) => retellCallId));
    expect(lines[5]?.slice(1, 3)).toEqual([
      calls[5]?.toNumber,
      calls[5]?.durationMs === null ? "" : String((calls[5]?.durationMs ?? 0) / 1000),
    ]);
    expect(lines[5]?.slice(4)).toEqual(["The other party hung up", calls[5]?.variables.clinic]);
  });

  test("as JSON and as lines of JSON, with values rather than words", async () => {
    const query = "q=agent:many+number:%2B1213555000&cols=number,duration,started,variables,latency";
    const { body, headers } = await exported(`${query}&format=json`);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("content-disposition")).toMatch(
      /^attachment; filename="calls-\d{4}-\d\d-\d\d\.json"$/,
    );
    const rows = body as Record<string, unknown>[];
    expect(rows).toHaveLength(9);
    expect(rows[0]).toEqual({
      number: "+12135550009",
      duration: 12.33,
      started: "2026-06-01T12:00:00.000Z",
      variables: { clinic: "North 9" },
      latency: null,
    });
    expect(await ndjson(query)).toEqual(rows);
  });

  test("and a file without calls is one too", async () => {
    expect(await csv("q=agent:many+status:failed")).toEqual([
      ["Status", "Number", "Agent", "Started", "Duration", "Cost", "Outcome", "Variables"],
    ]);
    expect((await exported("q=agent:many+status:failed&format=json")).body).toEqual([]);
    expect(await ndjson("q=agent:many+status:failed")).toEqual([]);
  });
});

test("all fields are every column, and all variables and findings, those without a column of their own too", async () => {
  const { rows } = await client.query(
    `insert into retell_calls (agent_id, status, phase, placed_at, variables, direction, from_number, to_number)
     values ('all', 'completed', 4, '2026-05-02', '{"Status": "gold", "rare": "yes"}', 'inbound', '+12135550001', '+14157774444') returning id`,
  );
  await client.query(
    `insert into retell_call_details (call_id, analysis, latency)
     values ($1, '{"call_summary": "Well.", "custom_analysis_data": {"mood": {"is": "good"}, "age": 7}}', '{"e2e": {"p50": 812}}')`,
    [rows[0]?.id],
  );
  const [call] = (await exported("q=agent:all&format=json&fields=all")).body as Record<string, unknown>[];
  expect(call).toMatchObject({
    number: "+12135550001",
    ours: "+14157774444",
    summary: "Well.",
    latency: 812,
    variables: { Status: "gold", rare: "yes" },
    analysis: { mood: { is: "good" }, age: 7 },
  });
  const [header = [], line = []] = await csv("q=agent:all&fields=all");
  const cells = Object.fromEntries(header.map((name, index) => [name, line[index]]));
  expect(new Set(header).size).toBe(header.length);
  expect(cells).toMatchObject({
    Status: "completed",
    "Our number": "+14157774444",
    Summary: "Well.",
    Latency: "812",
  });
  expect(JSON.parse(cells.Variables ?? "")).toEqual({ Status: "gold", rare: "yes" });
  expect(JSON.parse(cells.Analysis ?? "")).toEqual({ mood: { is: "good" }, age: 7 });
  // Seen among the newest calls or not: that these are there depends on how many came since.
  const [named = [], values] = await csv(
    "q=agent:all&cols=status,var.Status,analysis.age,analysis.mood,var.none",
  );
  expect(named).toEqual(["Status", "var.Status", "age", "mood", "none"]);
  expect(values).toEqual(["completed", "gold", "7", '{"is":"good"}', ""]);
});

describe("a cell is never a formula, and reads back as it was", () => {
  const cells: [written: string, inFile: string][] = [
    ["=1+1", "'=1+1"],
    ["+SUM(A1)", "'+SUM(A1)"],
    ["-2+3", "'-2+3"],
    ["@cmd", "'@cmd"],
    ["\t=1", "'\t=1"],
    ["\ttext", "'\ttext"],
    ["\rtext", "'\rtext"],
    ["  =1+1", "'  =1+1"],
    ["\u00a0\u3000\u200b=1+1", "'\u00a0\u3000\u200b=1+1"],
    ["\n=1+1", "'\n=1+1"],
    ["＝1+1", "'＝1+1"],
    ["＋1", "'＋1"],
    ["－1", "'－1"],
    ["＠SUM", "'＠SUM"],
    ["-5", "-5"],
    ["-5.25", "-5.25"],
    ["-5-5", "'-5-5"],
    ["+12135550001", "+12135550001"],
    ["+1213555000=1", "'+1213555000=1"],
    ['a, "b"\r\nc;d\te', 'a, "b"\r\nc;d\te'],
    ["שלום, عالم\u202e", "שלום, عالم\u202e"],
    ["  leading", "  leading"],
    ["'=1", "'=1"],
    ["a=1", "a=1"],
  ];

  test("with an apostrophe where it would begin one; raw as it is", async () => {
    for (const [index, [written]] of cells.entries())
      await client.query(
        `insert into retell_calls (agent_id, status, phase, placed_at, variables)
         values ('cells', 'completed', 4, timestamptz '2026-05-03' + $1 * interval '1 second', jsonb_build_object('=name', $2::text))`,
        [index, written],
      );
    const query = "q=agent:cells&sort=started&cols=var.%3Dname";
    expect(await csv(query)).toEqual([["'=name"], ...cells.map(([, inFile]) => [inFile])]);
    expect(await csv(`${query}&raw=1`)).toEqual([["=name"], ...cells.map(([written]) => [written])]);
    expect((await exported(`${query}&format=json`)).body).toEqual(
      cells.map(([written]) => ({ "var.=name": written })),
    );
  });

  test("what a failed call says of itself neither", async () => {
    await client.query(
      `insert into retell_calls (agent_id, agent_name, status, phase, placed_at, failure_message)
       values ('failing', '=HYPERLINK("http://x")', 'failed', 3, '2026-05-04', '@SUM(1)')`,
    );
    expect((await csv("q=agent:failing&cols=agent,outcome"))[1]).toEqual([
      '\'=HYPERLINK("http://x")',
      "'@SUM(1)",
    ]);
  });
});

describe("what cannot be understood is said by its name, before anything is sent", () => {
  test.each([
    ["format=xml", "format", "There is no format “xml”"],
    ["cols=status,colour", "cols", "There is no column “colour”"],
    ["cols=status,", "cols", "There is no column “”"],
    ["cols=var.", "cols", "There is no column “var.”"],
    ["cols=__proto__", "cols", "There is no column “__proto__”"],
    ["fields=some", "fields", "“some” is not understood"],
    ["fields=all&cols=status", "cols", "not both"],
    ["raw=yes", "raw", "“yes” is not understood"],
    ["sort=colour", "sort", "There is no order “colour”"],
    ["q=colour:blue", "q", "colour"],
    ["limit=5", "limit", "There is no filter “limit”"],
  ])("%s", async (query, field, words) => {
    const lines = await countLines();
    const { status, body } = await exported(query);
    expect(status).toBe(400);
    expect((body as { error: { fields: Record<string, string> } }).error.fields[field]).toContain(words);
    expect(await countLines()).toBe(lines);
  });

  test("that nobody would read the file", async () => {
    const lines = await countLines();
    const headers = { cookie: admin.cookie };
    const answer = await fetch(`${world.appUrl}/api/calls/export`, { method: "HEAD", headers });
    expect(answer.status).toBe(400);
    expect(await countLines()).toBe(lines);
  });

  test("more columns than anybody looks at", async () => {
    const { status } = await exported(`cols=${Array.from({ length: 101 }, (_, n) => `var.v${n}`)}`);
    expect(status).toBe(400);
  });
});

test("nobody exports without being an admin", async () => {
  expect((await ask("/api/calls/export")).status).toBe(401);
  const { cookie } = await signedIn("user");
  expect((await ask("/api/calls/export", { cookie })).status).toBe(403);
  expect((await ask("/api/calls/count", { cookie })).status).toBe(403);
});

test("the count says how many calls a file will have", async () => {
  const { body } = await ask("/api/calls/count?q=agent:many", { cookie: admin.cookie });
  expect(body).toEqual({ count: CALLS, isMore: false });
});

test("the audit log says what was exported, how and how much of it", async () => {
  await csv("q=agent:many+number:%2B12135550&zone=Europe/Berlin&sort=cost&cols=id&raw=1");
  expect(await lastLine()).toEqual({
    format: "csv",
    query: "agent:many number:+12135550 zone=Europe/Berlin",
    sort: "cost",
    columns: "id",
    isRaw: true,
    rows: 999,
    isWhole: true,
  });
});

test("calls that are placed meanwhile are not among them", async () => {
  await client.query(
    "insert into retell_calls (agent_id, placed_at, variables) select 'now', now(), jsonb_build_object('n', n::text) from generate_series(1, 500) as n",
  );
  for (const sort of ["-started", "started"]) {
    const { parts } = await exportCalls(
      admin.actor,
      new URLSearchParams(`q=agent:now&format=ndjson&sort=${sort}`),
    );
    const before = await parts.next();
    await client.query(
      "insert into retell_calls (agent_id, placed_at) values ('now', now() + interval '10 ms')",
    );
    let file = before.value ?? "";
    for await (const part of parts) file += part;
    expect(file.trimEnd().split("\n"), sort).toHaveLength(500);
    await client.query("delete from retell_calls where agent_id = 'now' and variables is null");
  }
});

test("no page is read before the one before it was taken, and no connection is held in between", async () => {
  const pool = poolFor("switchboard_app");
  const connect = vi.spyOn(pool, "connect");
  const { parts } = await exportCalls(admin.actor, new URLSearchParams("q=agent:many"));
  // The question what is wanted, and the first page.
  expect(connect).toHaveBeenCalledTimes(2);
  await parts.next();
  expect(connect).toHaveBeenCalledTimes(2);
  await parts.next();
  expect(connect).toHaveBeenCalledTimes(3);
  expect(pool.totalCount - pool.idleCount).toBe(0);
  await parts.return();
  expect(connect).toHaveBeenCalledTimes(4);
  expect(await lastLine()).toMatchObject({ rows: 400, isWhole: false });
});

test("while nobody reads no further page is asked for; whoever leaves ends it", async () => {
  const lines = await countLines();
  const response = await begin("q=agent:wide&format=ndjson");
  // As many pages again for somebody else: an export that did not wait would be through by then.
  expect(await listed("q=agent:wide")).toHaveLength(CALLS);
  response.destroy();
  await eventually(countLines, (count) => count > lines);
  const { rows, isWhole } = await lastLine();
  expect(isWhole).toBe(false);
  expect(rows).toBeGreaterThan(0);
  expect(rows).toBeLessThan(((PAGES - 1) * CALLS) / PAGES);
});

describe("an export that breaks off in the middle cannot be taken for a whole one", () => {
  test.each(["csv", "json", "ndjson"])("%s, when a page cannot be read", async (format) => {
    const lines = await countLines();
    const response = await begin(`q=agent:wide&format=${format}`);
    expect(response.statusCode).toBe(200);
    await client.query("alter table retell_calls rename column agent_id to agent_gone");
    try {
      await expect(readWhole(response)).rejects.toThrow();
    } finally {
      await client.query("alter table retell_calls rename column agent_gone to agent_id");
    }
    expect(response.complete).toBe(false);
    await eventually(countLines, (count) => count > lines);
    expect(await lastLine()).toMatchObject({ format, isWhole: false });
  });

  test("when whoever asked is no admin any more", async () => {
    const demoted = await signedIn("admin");
    const response = await begin("q=agent:wide", demoted.cookie);
    await client.query("update users set role = 'user' where id = $1", [demoted.id]);
    await expect(readWhole(response)).rejects.toThrow();
    expect(response.complete).toBe(false);
    const { rows } = await eventually(
      () =>
        client.query("select details from audit_log where action = 'calls.exported' and actor_id = $1", [
          demoted.id,
        ]),
      ({ rows }) => rows.length > 0,
    );
    expect(rows).toMatchObject([{ details: { isWhole: false } }]);
  });

  test("when the server stops, which does not wait for it", async () => {
    const lines = await countLines();
    const response = await begin("q=agent:wide");
    api.prepareToStop();
    await expect(readWhole(response)).rejects.toThrow();
    expect(response.complete).toBe(false);
    await api.stop();
    expect(await countLines()).toBe(lines + 1);
    expect(await lastLine()).toMatchObject({ isWhole: false });
  });
});
