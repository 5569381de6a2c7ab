import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { countTotal } from "#domain/calls";
import { startApi } from "../support/console.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

let admin: TestPerson;
let client: pg.Client;

beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
  await client.query(
    `insert into retell_calls (status, direction) select 'completed', case when n <= 30 then 'inbound' else 'outbound' end
     from generate_series(1, 1040) as n`,
  );
});

async function totalFor(search: string, cookie = admin.cookie) {
  const answer = await fetch(`${world.appUrl}/api/calls/total?q=${encodeURIComponent(search)}`, {
    headers: { cookie },
  });
  return { status: answer.status, body: (await answer.json()) as { total?: unknown } };
}

test("a list says exactly how many calls it has, or that there are more than a thousand", async () => {
  // Not known in time is no number; asked again, it is known, and never a wrong one.
  const told = async (search: string) => JSON.stringify((await totalFor(search)).body.total);
  await expect.poll(() => told("direction:inbound")).toBe('{"count":30,"isMore":false}');
  await expect.poll(() => told("direction:outbound")).toBe('{"count":1000,"isMore":true}');
});

test("nobody waits for a total that takes long", async () => {
  await client.query("begin; lock table retell_calls in access exclusive mode");
  try {
    expect(await countTotal(admin.actor, new URLSearchParams())).toBeNull();
  } finally {
    await client.query("rollback");
  }
});

test("a total is told to admins only, and a search that nobody can read has none", async () => {
  const user = await signedIn("user");
  expect((await totalFor("", user.cookie)).status).toBe(403);
  expect((await totalFor("status:nonsense")).status).toBe(400);
});
