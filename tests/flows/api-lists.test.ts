import fc from "fast-check";
import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import type { CallListItem } from "#domain/calls";
import { startApi } from "../support/console.ts";
import { ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";

// The same draws every time: a failure is found again by running again.
fc.configureGlobal({ seed: 20_260_601 });

interface Page {
  calls: CallListItem[];
  nextCursor: string | null;
}

let admin: TestPerson;
let client: pg.Client;
beforeAll(async () => {
  startApi();
  admin = await signedIn("admin");
  client = await superuser();
  // Several of each moment, some of them a microsecond apart.
  await client.query(`
    insert into retell_calls (id, placed_at, status)
    select gen_random_uuid(),
           timestamptz '2026-06-01 12:00' + (number / 4) * interval '1 microsecond',
           (array['completed', 'failed', 'cancelled', 'in_progress'])[1 + number % 4]
    from generate_series(0, 99) as number`);
});

async function page(query: string): Promise<Page> {
  const { status, body } = await ask(`/api/calls?${query}`, { cookie: admin.cookie });
  expect(status).toBe(200);
  return body as Page;
}

async function everyPage(
  query: string,
  between: () => Promise<unknown> = async () => undefined,
): Promise<CallListItem[]> {
  const calls: CallListItem[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const next: Page = await page(`${query}${cursor && `&cursor=${cursor}`}`);
    calls.push(...next.calls);
    cursor = next.nextCursor;
    await between();
  }
  return calls;
}

test.each([1, 3, 7, 50, 200])("pages of %i give every call once, newest first", async (limit) => {
  const { rows } = await client.query<{ id: string }>(
    "select id from retell_calls order by placed_at desc, id desc",
  );
  expect((await everyPage(`limit=${limit}`)).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
});

test("calls that arrive while somebody pages neither repeat nor hide a row", async () => {
  const { rows } = await client.query<{ id: string }>(
    "select id from retell_calls order by placed_at desc, id desc",
  );
  const arrive = () => client.query("insert into retell_calls (placed_at) values (now())");
  expect((await everyPage("limit=9", arrive)).map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  await client.query("delete from retell_calls where placed_at > '2026-06-02'");
});

test("a status filter gives those statuses and no other, page by page", async () => {
  for (const [query, wanted, count] of [
    ["status=failed", ["failed"], 25],
    ["status=failed&status=in_progress", ["failed", "in_progress"], 50],
    ["status=failed,cancelled,failed", ["failed", "cancelled"], 50],
    ["status=ringing", [], 0],
    ["status=", ["completed", "failed", "cancelled", "in_progress"], 100],
  ] as const) {
    const calls = await everyPage(`limit=8&${query}`);
    expect(calls).toHaveLength(count);
    expect(new Set(calls.map(({ status }) => status))).toEqual(new Set(wanted));
  }
});

test("a status that there is not is named", async () => {
  const answer = await ask("/api/calls?status=failed&status=lost", { cookie: admin.cookie });
  expect(answer).toMatchObject({
    status: 400,
    body: {
      error: {
        code: "invalid_input",
        message:
          "There is no status “lost”. Choose among initiated, ringing, in_progress, completed, failed, cancelled.",
        fields: { status: expect.stringContaining("There is no status “lost”.") },
      },
    },
  });
});

test.each(["0", "-1", "1.5", "ten", "1000000"])("a limit of %s is no server error", async (limit) => {
  expect([200, 400]).toContain((await ask(`/api/calls?limit=${limit}`, { cookie: admin.cookie })).status);
});

test("a page address that is not one of ours is refused in words, whatever it is", async () => {
  const made = fc.oneof(
    fc.base64String(),
    fc.string(),
    fc
      .constantFrom("2026-02-31 00:00:00+00", "-1", "1e9", "99999999999999999", "NaN", "")
      .map((moment) => Buffer.from(`${moment}|00000000-0000-7000-8000-000000000001`).toString("base64url")),
    fc
      .constantFrom("1|", "1|1", `1|${"-".repeat(36)}`)
      .map((text) => Buffer.from(text).toString("base64url")),
  );
  await fc.assert(
    fc.asyncProperty(made, async (cursor) => {
      const answer = await ask(`/api/calls?cursor=${encodeURIComponent(cursor)}`, { cookie: admin.cookie });
      expect(answer).toMatchObject({
        status: 400,
        body: { error: { fields: { cursor: "Unreadable cursor" } } },
      });
    }),
    { numRuns: 60 },
  );
});

test("a page address of any moment that can be written leads to a page", async () => {
  await fc.assert(
    fc.asyncProperty(fc.bigInt({ min: 0n, max: 9_999_999_999_999_999n }), fc.uuid(), async (moment, id) => {
      const cursor = Buffer.from(`${moment}|${id}`).toString("base64url");
      expect((await ask(`/api/calls?limit=1&cursor=${cursor}`, { cookie: admin.cookie })).status).toBe(200);
    }),
    { numRuns: 30 },
  );
});

test("calls are given by id, those that there are", async () => {
  const { calls } = await page("limit=3");
  const ids = calls.map(({ id }) => id);
  const asked = [...ids, "nonsense", "00000000-0000-7000-8000-00000000dead"].join(",");
  const { body } = await ask(`/api/calls?ids=${encodeURIComponent(asked)}`, { cookie: admin.cookie });
  expect((body as Page).calls.map(({ id }) => id).sort()).toEqual(ids.sort());
});
