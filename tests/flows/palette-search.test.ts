import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { startApi } from "../support/console.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";

let admin: TestPerson;
let client: pg.Client;

// One call a minute back from a moment, of people with numbers in a row.
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
  await client.query(
    `insert into retell_calls (retell_call_id, status, phase, placed_at, direction, from_number, to_number, agent_name, variables)
     select 'call_' || n, 'completed', 4, timestamptz '2026-11-01 12:00Z' - n * interval '1 minute',
       'outbound', '+14157774444', '+1213' || lpad(n::text, 7, '0'), 'Reminder',
       jsonb_build_object('customer_name', 'Person ' || n)
     from generate_series(1, 6000) as n`,
  );
  await client.query(
    `insert into retell_agents (agent_id, agent_name) values ('agent_1', 'Front desk'), ('agent_2', 'Billing')`,
  );
  await client.query(
    `insert into retell_numbers (phone_number, nickname) values ('+14157774444', 'Main line'), ('+442071234567', null)`,
  );
});

interface Found {
  calls: { id: string; toNumber: string; variable: { name: string; value: string } | null }[];
  agents: { name: string }[];
  numbers: { phoneNumber: string }[];
  people: { email: string }[];
}

async function search(text: string): Promise<Found> {
  const { status, body } = await ask(`/api/search?q=${encodeURIComponent(text)}`, { cookie: admin.cookie });
  expect(status).toBe(200);
  return body as Found;
}

const numbersOf = ({ calls }: Found) => calls.map(({ toNumber }) => toNumber);

test("calls are found by the beginning of a number as people write it, newest first", async () => {
  expect(numbersOf(await search("(213) 000-001"))).toEqual(
    ["0000010", "0000011", "0000012", "0000013", "0000014", "0000015", "0000016", "0000017"].map(
      (end) => `+1213${end}`,
    ),
  );
  expect(numbersOf(await search("+12130004711"))).toEqual(["+12130004711"]);
});

test("a call is found by Retell's id and by ours", async () => {
  const byRetell = await search("call_4711");
  expect(numbersOf(byRetell)).toEqual(["+12130004711"]);
  expect(numbersOf(await search(byRetell.calls[0]?.id ?? ""))).toEqual(["+12130004711"]);
});

test("a call is found by part of a name in whatever case, and says which variable holds it", async () => {
  const { calls } = await search("person 471");
  expect(calls[0]).toMatchObject({
    toNumber: "+12130000471",
    variable: { name: "customer_name", value: "Person 471" },
  });
});

test("a whole name is found however old the call is", async () => {
  expect(numbersOf(await search("Person 6000"))).toEqual(["+12130006000"]);
});

test("agents are found by part of their name, our numbers by digits or nickname, people by their address", async () => {
  expect((await search("desk")).agents).toMatchObject([{ name: "Front desk" }]);
  expect((await search("main")).numbers).toMatchObject([{ phoneNumber: "+14157774444" }]);
  expect((await search("7123")).numbers).toMatchObject([{ phoneNumber: "+442071234567" }]);
  expect((await search(admin.email.slice(0, 12).toUpperCase())).people).toMatchObject([
    { email: admin.email },
  ]);
});

test("signs that mean something to a search of texts mean themselves", async () => {
  expect(await search("%_%")).toEqual({ calls: [], agents: [], numbers: [], people: [] });
});

test("an empty, an endless and an unreadable text are refused with words", async () => {
  for (const text of ["", "x".repeat(201), "a\0b"]) {
    const { status } = await ask(`/api/search?q=${encodeURIComponent(text)}`, { cookie: admin.cookie });
    expect(status).toBe(400);
  }
});

test("nobody but an admin is answered, not even with their key", async () => {
  const user = await signedIn("user");
  expect((await ask("/api/search?q=person", { cookie: user.cookie })).status).toBe(403);
  expect((await ask("/api/search?q=person", {})).status).toBe(401);
  const { body } = await ask("/api/keys", {
    cookie: admin.cookie,
    json: { name: "A key", expiresInDays: null },
  });
  const { secret } = (body as { key: { secret: string } }).key;
  const headers = { authorization: `Bearer ${secret}` };
  expect((await ask("/api/search?q=person", { headers })).status).toBe(403);
});
