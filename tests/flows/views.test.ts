import type pg from "pg";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { asActor } from "#database";
import { countCalls } from "#domain/calls";
import type { SavedView, ViewCount } from "#domain/views";
import { startApi } from "../support/console.ts";
import { eventually } from "../support/eventually.ts";
import { type Asking, ask } from "../support/http.ts";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";

let ann: TestPerson;
let ben: TestPerson;
let client: pg.Client;

beforeAll(async () => {
  startApi();
  ann = await signedIn("admin");
  ben = await signedIn("admin");
  client = await superuser();
  await client.query(
    `insert into retell_calls (status, phase, placed_at, variables)
     select case when n <= 1200 then 'completed' else 'failed' end, 4, now() - n * interval '1 minute', '{"clinic": "North"}'
     from generate_series(1, 1207) as n`,
  );
});
beforeEach(async () => {
  await client.query("delete from call_views");
});

interface Refusal {
  error: { code: string; message: string; fields: Record<string, string> };
}

async function asked<T>(person: TestPerson, path: string, asking: Asking = {}): Promise<[number, T]> {
  const { status, body } = await ask(`/api/views${path}`, { cookie: person.cookie, ...asking });
  return [status, body as T];
}

async function save(person: TestPerson, input: Record<string, unknown>): Promise<SavedView> {
  const [status, { view }] = await asked<{ view: SavedView }>(person, "", { json: input });
  expect(status).toBe(201);
  return view;
}

const change = <T = Refusal>(person: TestPerson, { id }: SavedView, json: Record<string, unknown>) =>
  asked<T>(person, `/${id}`, { method: "PATCH", json });
const remove = (person: TestPerson, { id }: SavedView) =>
  asked<Refusal>(person, `/${id}`, { method: "DELETE", json: {} });
const restore = (person: TestPerson, { id }: SavedView) =>
  asked<Refusal>(person, `/${id}/restore`, { method: "POST", json: {} });

async function namesOf(person: TestPerson): Promise<string[]> {
  const [, { views }] = await asked<{ views: SavedView[] }>(person, "");
  return views.map(({ name }) => name);
}

async function deeds(): Promise<{ action: string; details: Record<string, unknown> }[]> {
  const { rows } = await client.query(
    "select action, details from audit_log where action like 'view.%' order by at, id",
  );
  return rows;
}

test("a view keeps search, zone, columns and order, and gives them back as they were", async () => {
  const content = {
    query: "status:failed started:today",
    zone: "Europe/Berlin",
    columns: "status,number~180px,var.clinic",
    sort: "-duration",
  };
  const view = await save(ann, { name: " Failed today ", ...content });
  expect(view).toMatchObject({
    name: "Failed today",
    isShared: false,
    isMine: true,
    mayChange: true,
    ...content,
  });
  const [, { views }] = await asked<{ views: SavedView[] }>(ann, "");
  expect(views).toEqual([view]);
  expect(await save(ann, { name: "All" })).toMatchObject({
    query: "",
    zone: null,
    columns: null,
    sort: "-started",
  });
});

test("own views come first, then what others share, each by name; what others keep to themselves is not there", async () => {
  await save(ann, { name: "b" });
  await save(ann, { name: "A", isShared: true });
  await save(ben, { name: "a of Ben", isShared: true });
  const hidden = await save(ben, { name: "Hidden" });
  expect(await namesOf(ann)).toEqual(["A", "b", "a of Ben"]);
  expect(await namesOf(ben)).toEqual(["a of Ben", "Hidden", "A"]);
  for (const [status] of [await change(ann, hidden, { name: "x" }), await remove(ann, hidden)])
    expect(status).toBe(404);
  expect((await restore(ann, hidden))[0]).toBe(404);
});

test("what is shared is changed by its owner only, until the owner is an admin no more", async () => {
  const cleo = await signedIn("admin");
  const view = await save(cleo, { name: "Callbacks", isShared: true });
  const [status, { error }] = await change(ann, view, { name: "Mine now" });
  expect(status).toBe(403);
  expect(error.message).toContain("Only A admin may change “Callbacks”");
  expect((await remove(ann, view))[0]).toBe(403);
  await client.query("update users set role = 'user' where id = $1", [cleo.id]);
  expect((await change(ann, view, { isShared: false }))[0]).toBe(403);
  expect((await change(ann, view, { name: "Callbacks of old" }))[0]).toBe(200);
  expect((await remove(ann, view))[0]).toBe(200);
  expect((await restore(ben, view))[0]).toBe(200);
  expect(await namesOf(ben)).toEqual(["Callbacks of old"]);
});

test("a change changes what it names and nothing else", async () => {
  const view = await save(ann, {
    name: "One",
    query: "status:failed",
    columns: "status,number",
    zone: "Europe/Berlin",
  });
  const [status, { view: renamed }] = await change<{ view: SavedView }>(ann, view, {
    name: "Two",
    isShared: true,
  });
  expect(status).toBe(200);
  expect(renamed).toEqual({ ...view, name: "Two", isShared: true, updatedAt: renamed.updatedAt });
  const [, { view: other }] = await change<{ view: SavedView }>(ann, view, {
    columns: null,
    zone: null,
    query: "",
  });
  expect(other).toMatchObject({ name: "Two", columns: null, zone: null, query: "", sort: "-started" });
});

test("a name is one view's of its owner, in whatever case, and free again once that is deleted", async () => {
  const first = await save(ann, { name: "Failed" });
  const second = await save(ann, { name: "Other" });
  await save(ben, { name: "Failed" });
  const [status, { error }] = await asked<Refusal>(ann, "", { json: { name: "FAILED" } });
  expect([status, error.code]).toEqual([409, "conflict"]);
  expect(error.fields.name).toContain("“Failed” already");
  expect((await change(ann, second, { name: "failed" }))[0]).toBe(409);
  expect((await change(ann, first, { name: "failed" }))[0]).toBe(200);
  await remove(ann, first);
  await save(ann, { name: "Failed" });
  const [refused, why] = await restore(ann, first);
  expect(refused).toBe(409);
  expect(why.error.message).toContain("already");
});

/** What somebody else saves at the same moment: begun, and committed once a request waits for it. */
async function meanwhile(
  insert: string,
  request: () => Promise<[number, Refusal]>,
): Promise<[number, Refusal]> {
  const other = await superuser();
  await other.query("begin");
  try {
    await other.query("select pg_advisory_xact_lock(hashtextextended('call_views of ' || $1, 0))", [ann.id]);
    await other.query(insert, [ann.id]);
    const answer = request();
    const waiting = `select from pg_locks
      where not granted and database = (select oid from pg_database where datname = current_database())`;
    await eventually(
      async () => (await client.query(waiting)).rowCount,
      (count) => count === 1,
    );
    await other.query("commit");
    return await answer;
  } finally {
    await other.query("rollback");
  }
}

test("of two that take a name, or the last place, at the same moment one is told why not", async () => {
  const insert =
    "insert into call_views (owner, name) select $1, 'View ' || n from generate_series(1, 50) as n";
  const [taken, why] = await meanwhile("insert into call_views (owner, name) values ($1, 'Same')", () =>
    asked<Refusal>(ann, "", { json: { name: "Same" } }),
  );
  expect([taken, why.error.code]).toEqual([409, "conflict"]);
  await client.query("delete from call_views");
  const [full, { error }] = await meanwhile(insert, () =>
    asked<Refusal>(ann, "", { json: { name: "One more" } }),
  );
  expect(full).toBe(409);
  expect(error.message).toContain("at most 50 views");
  expect(await namesOf(ann)).toHaveLength(50);
});

test("a deleted view is gone for everybody, and undoing brings it back as it was", async () => {
  const view = await save(ann, { name: "Shared", isShared: true, query: "status:failed" });
  expect((await remove(ann, view))[0]).toBe(200);
  expect((await remove(ann, view))[0]).toBe(200);
  expect([await namesOf(ann), await namesOf(ben)]).toEqual([[], []]);
  expect((await change(ann, view, { name: "x" }))[0]).toBe(409);
  const [status, answer] = await asked(ann, `/${view.id}/restore`, { method: "POST", json: {} });
  expect(status).toBe(200);
  expect(answer).toEqual({ view });
  expect(await namesOf(ben)).toEqual(["Shared"]);
});

test.each([
  [{}, "name", "Give the view a name."],
  [{ name: "x".repeat(61) }, "name", "at most 60"],
  [{ name: "a\u202eb" }, "name", "cannot be shown"],
  [{ name: "A", query: "colour:blue" }, "query", "colour"],
  [{ name: "A", query: "x".repeat(5001) }, "query", ""],
  [{ name: "A", query: 7 }, "query", "must be text"],
  [{ name: "A", query: "started:today", zone: "Nowhere/Land" }, "zone", "no time zone"],
  [{ name: "A", columns: "x".repeat(3001) }, "columns", "at most 3000"],
  [{ name: "A", columns: "a\0" }, "columns", "cannot be kept"],
  [{ name: "A", sort: "loudest" }, "sort", "no order “loudest”"],
  [{ name: "A", isShared: "yes" }, "isShared", "true or false"],
  [{ name: "A", colour: "blue" }, "colour", "A view has no “colour”"],
])("%j is refused, and the field %s says why", async (input, field, words) => {
  const [status, { error }] = await asked<Refusal>(ann, "", { json: input });
  expect(status).toBe(400);
  expect(error.fields[field]).toContain(words);
  expect(await namesOf(ann)).toEqual([]);
});

test("a view whose search means nothing any more can be renamed, and is not counted", async () => {
  const view = await save(ann, { name: "Odd" });
  await client.query("update call_views set query = 'agent:gone_long_ago' where id = $1", [view.id]);
  expect((await change(ann, view, { name: "Still odd" }))[0]).toBe(200);
  const [, { counts }] = await asked<{ counts: Record<string, ViewCount> }>(ann, "/counts");
  expect(counts).toEqual({ [view.id]: null });
});

test("each view is counted by its own search, and no further than to 999", async () => {
  const failed = await save(ann, { name: "Failed", query: "status:failed" });
  const many = await save(ann, { name: "Many", query: "var.clinic:North" });
  const none = await save(ben, { name: "None", query: "number:+4999", isShared: true });
  await save(ben, { name: "Hidden" });
  const [, { counts }] = await asked<{ counts: Record<string, ViewCount> }>(ann, "/counts");
  expect(counts).toEqual({
    [failed.id]: { count: 7, isMore: false },
    [many.id]: { count: 999, isMore: true },
    [none.id]: { count: 0, isMore: false },
  });
});

test("counting ends where it is told to", async () => {
  expect(await asActor(ann.actor, (db) => countCalls(db, { conditions: [] }, 3))).toBe(3);
});

test("what cannot be counted in time is left out, and nobody waits for it", async () => {
  const view = await save(ann, { name: "Failed", query: "status:failed" });
  const counts = async () => (await asked<{ counts: Record<string, ViewCount> }>(ann, "/counts"))[1].counts;
  const blocker = await superuser();
  await blocker.query("begin; lock table retell_calls in access exclusive mode");
  try {
    expect(await counts()).toEqual({ [view.id]: null });
  } finally {
    await blocker.query("rollback");
  }
  expect(await counts()).toEqual({ [view.id]: { count: 7, isMore: false } });
});

test("the audit log tells each change, and of a personal view not even its name", async () => {
  const before = (await deeds()).length;
  const view = await save(ann, { name: "About +14155550100", query: "to:+14155550100" });
  await change(ann, view, { isShared: true });
  await change(ann, view, { isShared: true });
  await remove(ann, view);
  await restore(ann, view);
  const shared = { viewId: view.id, isShared: true, name: "About +14155550100" };
  expect((await deeds()).slice(before)).toEqual([
    { action: "view.saved", details: { viewId: view.id, isShared: false } },
    { action: "view.changed", details: { ...shared, changed: "isShared" } },
    { action: "view.deleted", details: shared },
    { action: "view.restored", details: shared },
  ]);
});

test("nobody but an admin, and no key, comes near views", async () => {
  const user = await signedIn("user");
  expect((await asked(user, ""))[0]).toBe(403);
  expect((await ask("/api/views")).status).toBe(401);
  const { body } = await ask("/api/keys", {
    cookie: ann.cookie,
    json: { name: "A key", expiresInDays: null },
  });
  const { secret } = (body as { key: { secret: string } }).key;
  expect((await ask("/api/views", { headers: { authorization: `Bearer ${secret}` } })).status).toBe(403);
});
