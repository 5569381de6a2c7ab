import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { asActor } from "#database";
import { type AuditFilters, listAudit, readAuditFilters } from "#domain/audit";
import { signedIn, type TestPerson } from "../support/people.ts";
import { superuser } from "../support/sql.ts";

const CALL = "00000000-0000-7000-8000-00000000000a";

let admin: TestPerson;
let user: TestPerson;
let client: pg.Client;
beforeAll(async () => {
  client = await superuser();
  admin = await signedIn("admin");
  user = await signedIn("user");
  await client.query(`insert into retell_calls (id) values ('${CALL}')`);
  await client.query("insert into api_keys (id, name, key, reference_id) values ('k', 'The key', 'h', $1)", [
    admin.id,
  ]);
  await client.query(
    `insert into audit_log (at, actor_kind, actor_id, key_id, action, call_id, subject_id, ip_address) values
     ('2026-01-01 00:00:00Z', 'person', $1, null, 'call.requested', $3, null, '192.0.2.1'),
     ('2026-01-01 23:59:59.999999Z', 'api_key', $1, 'k', 'call.requested', $3, null, null),
     ('2026-01-02 00:00:00Z', 'system', 'sign_in', null, 'person.signed_in', null, $2, null),
     ('2026-01-03 00:00:00Z', 'webhook', 'retell', null, 'something.new', null, null, null)`,
    [admin.id, user.id, CALL],
  );
});

const none: AuditFilters = { person: null, by: null, action: null, call: null, from: null, to: null };
const list = (filters: Partial<AuditFilters>, cursor: string | null = null, limit = 50) =>
  asActor(admin.actor, (db) => listAudit(db, { ...none, ...filters }, cursor, limit));
const daysOf = async (filters: Partial<AuditFilters>) =>
  (await list(filters)).lines.map(({ at, actor }) => `${at.slice(8, 10)} ${actor.kind}`);

test("newest first, each with who, about whom, which call, which key and from where", async () => {
  const { lines } = await list({ to: "2026-01-03" });
  expect(lines).toMatchObject([
    { action: "something.new", actor: { kind: "webhook", id: "retell", name: null } },
    { action: "person.signed_in", actor: { kind: "system" }, subject: { id: user.id, name: "A user" } },
    { callId: CALL, actor: { kind: "api_key", id: admin.id, name: "A admin", keyName: "The key" } },
    { callId: CALL, actor: { kind: "person", name: "A admin" }, ipAddress: "192.0.2.1" },
  ]);
});

test.each<[string, () => Partial<AuditFilters>, string[]]>([
  ["a person who did it, or whose key did", () => ({ person: admin.id }), ["01 api_key", "01 person"]],
  ["a person whom it is about", () => ({ person: user.id }), ["02 system"]],
  ["a kind of actor", () => ({ by: "api_key" }), ["01 api_key"]],
  ["an action", () => ({ action: "person.signed_in" }), ["02 system"]],
  ["a call", () => ({ call: CALL }), ["01 api_key", "01 person"]],
  ["the days from one on", () => ({ from: "2026-01-02" }), ["03 webhook", "02 system"]],
  ["the days up to one, to its last microsecond", () => ({ to: "2026-01-01" }), ["01 api_key", "01 person"]],
  ["one day", () => ({ from: "2026-01-02", to: "2026-01-02" }), ["02 system"]],
  ["several at once", () => ({ person: admin.id, by: "person", call: CALL }), ["01 person"]],
  ["days the wrong way round", () => ({ from: "2026-01-03", to: "2026-01-01" }), []],
])("is filtered by %s", async (_what, filters, expected) => {
  expect(await daysOf(filters())).toEqual(expected);
});

test("pages neither repeat nor skip a line, though lines share a moment and more arrive meanwhile", async () => {
  await client.query(
    `insert into audit_log (at, actor_kind, actor_id, action)
     select '2025-05-05 05:05:05.555555Z', 'system', 'many', 'a.deed' from generate_series(1, 25)`,
  );
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await list({ from: "2025-05-05" }, cursor, 7);
    seen.push(...page.lines.map(({ id }) => id));
    cursor = page.nextCursor;
    await client.query(
      "insert into audit_log (actor_kind, actor_id, action) values ('system', 'many', 'a.deed')",
    );
  } while (cursor !== null);
  expect(new Set(seen).size).toBe(seen.length);
  const { rows } = await client.query<{ id: string }>(
    "select id from audit_log where actor_id = 'many' and at < '2025-05-06' order by at desc, id desc",
  );
  expect(seen.slice(-25)).toEqual(rows.map(({ id }) => id));
});

test.each(["nonsense", "", Buffer.from("2026-99-99T00:00:00.000000Z|x").toString("base64url")])(
  "a page address that is none of ours (%j) is told as such",
  async (cursor) => {
    await expect(list({}, cursor)).rejects.toThrow("This page address is not one of ours");
  },
);

test("a person who is no admin reads no line", async () => {
  expect((await asActor(user.actor, (db) => listAudit(db, none, null))).lines).toEqual([]);
});

describe("an address", () => {
  test("is read as it was written", () => {
    const given = {
      person: "abc",
      by: "person",
      action: "role.changed",
      call: CALL,
      from: "2026-01-01",
      to: "2026-01-31",
    };
    expect(readAuditFilters(given)).toEqual({ filters: given, unknown: [] });
    expect(readAuditFilters({ person: "", cursor: "x" })).toEqual({ filters: none, unknown: [] });
  });

  test.each([
    ["person", "not an id"],
    ["person", "\0"],
    ["by", "robot"],
    ["action", "call.eaten"],
    ["call", "7"],
    ["from", "yesterday"],
    ["from", "2026-02-30"],
    ["to", "0000-00-00"],
    ["to", "99999-01-01"],
    ["colour", "red"],
  ])("with %s=%s says in a sentence that it is unknown, and goes on without", (name, value) => {
    const { filters, unknown } = readAuditFilters({ [name]: value });
    expect(filters).toEqual(none);
    expect(unknown).toHaveLength(1);
  });

  test("that gives one filter twice says so", () => {
    expect(readAuditFilters({ by: ["person", "system"] }).unknown).toHaveLength(1);
  });
});
