import type pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { signedIn } from "../support/people.ts";
import { superuser } from "../support/sql.ts";

/**
 * What each may do, table by table: r reads, i inserts, u updates, d deletes the row that is there.
 * 0: may ask, and finds nothing. -: is refused.
 */
const matrix: Record<string, string> = {
  //                        admin   user    banned  nobody  system  identity jobs   app     owner
  retell_calls: "           r i u - 0 - 0 - 0 - 0 - 0 - 0 - r i u d - - - - - - - - - - - - r - 0 0",
  retell_call_details: "    r - - - 0 - - - 0 - - - 0 - - - r i u d - - - - - - - - - - - - 0 - 0 0",
  call_checks: "            r - - - 0 - - - 0 - - - 0 - - - r i u d - - - - - - - - - - - - 0 - 0 0",
  call_stops: "             r i - - 0 - - - 0 - - - 0 - - - r i u d - - - - - - - - - - - - 0 - 0 0",
  dial_attempts: "          r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  webhook_events: "         r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  webhook_refusals: "       r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  audit_log: "              r i - - 0 - - - 0 - - - 0 - - - r i - - - - - - - - - - - - - - 0 - 0 0",
  retell_agents: "          r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  retell_numbers: "         r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  sync_marks: "             r - - - 0 - - - 0 - - - 0 - - - r i u - - - - - - - - - - - - - 0 - 0 0",
  users: "                  r - u - 0 - 0 - 0 - 0 - 0 - 0 - r - - - r i u d - - - - - - - - r - 0 0",
  invitations: "            r i u - 0 - 0 - 0 - 0 - 0 - 0 - r - - - - - - - - - - - - - - - 0 - 0 0",
  api_keys: "               r - u - 0 - 0 - 0 - 0 - 0 - 0 - - - - - r i u 0 - - - - - - - - r - 0 0",
  sessions: "               - - - - - - - - - - - - - - - - - - - - r i u d - - - - - - - - 0 - 0 0",
  accounts: "               - - - - - - - - - - - - - - - - - - - - r i u d - - - - - - - - 0 - 0 0",
  verifications: "          - - - - - - - - - - - - - - - - - - - - r i u d - - - - - - - - 0 - 0 0",
  rate_limits: "            - - - - - - - - - - - - - - - - - - - - r i u d - - - - - - - - 0 - 0 0",
  "app.migrations": "       - - - - - - - - - - - - - - - - r - - - - - - - - - - - - - - - r i u d",
};
const visitors = ["admin", "user", "banned", "nobody", "system", "identity", "jobs", "app", "owner"] as const;
type Visitor = (typeof visitors)[number] | "key";

/** A key may do what its owner may, but for these tables. */
const closedToKeys: Record<string, string> = {
  users: "r - 0 -",
  invitations: "0 - 0 -",
  api_keys: "0 - 0 -",
};

const CALL = "00000000-0000-7000-8000-000000000001";
const OTHER_CALL = "00000000-0000-7000-8000-000000000002";
const INVITATION = "00000000-0000-7000-8000-000000000003";
const KEY = "key-of-the-admin";
const roleOf: Record<Visitor, string> = {
  admin: "switchboard_people",
  user: "switchboard_people",
  banned: "switchboard_people",
  nobody: "switchboard_people",
  system: "switchboard_system",
  identity: "switchboard_identity",
  jobs: "switchboard_jobs",
  app: "switchboard_app",
  owner: "switchboard_owner",
  key: "switchboard_people",
};

/** How to find the row that is there, and how to insert another as the person or job that acts. */
const rows: Record<string, { where: string; insert: string; set?: string; update?: string }> = {
  retell_calls: { where: `id = '${CALL}'`, insert: "(requested_by) select $2", set: "status" },
  retell_call_details: { where: `call_id = '${CALL}'`, insert: `(call_id) select '${OTHER_CALL}'` },
  call_checks: { where: `call_id = '${CALL}'`, insert: `(call_id, due_at) select '${OTHER_CALL}', now()` },
  call_stops: { where: `call_id = '${CALL}'`, insert: `(call_id) select '${OTHER_CALL}'`, set: "outcome" },
  dial_attempts: {
    where: `call_id = '${CALL}'`,
    insert: `(call_id, leased_until, worker) select '${OTHER_CALL}', now(), 'w'`,
    set: "outcome",
  },
  webhook_events: {
    where: "true",
    insert: "(content_hash, verdict, body) select '\\x02', 'stored', ''",
    set: "note",
  },
  webhook_refusals: { where: "true", insert: "(day, reason) select current_date, 'stale'", set: "count" },
  audit_log: {
    where: "true",
    insert: "(actor_kind, actor_id, action) select $1, $2, 'a.deed'",
    set: "action",
  },
  retell_agents: { where: "true", insert: "(agent_id) select 'another'", set: "agent_name" },
  retell_numbers: { where: "true", insert: "(phone_number) select 'another'", set: "nickname" },
  sync_marks: { where: "true", insert: "(name, mark) select 'another', ''", set: "mark" },
  users: {
    where: "id = 'spare'",
    insert: "(id, name, email) select 'another', '', 'another@example.com'",
    set: "role",
  },
  invitations: {
    where: `id = '${INVITATION}'`,
    insert: "(email, role, token_hash, invited_by) select 'new@example.com', 'user', '\\x02', $2",
    update: "revoked_at = now(), revoked_by = current_setting('app.actor_id')",
  },
  api_keys: {
    where: `id = '${KEY}'`,
    insert: "(id, name, key, reference_id) select 'another', '', 'another', 'spare'",
    update: "enabled = false, revoked_by = current_setting('app.actor_id')",
  },
  sessions: {
    where: "id = 'spare'",
    insert: "(id, user_id, token, expires_at) select 'x', 'spare', 'y', now()",
    set: "token",
  },
  accounts: {
    where: "id = 'spare'",
    insert: "(id, user_id, account_id, provider_id) select 'x', 'spare', '', ''",
    set: "scope",
  },
  verifications: {
    where: "true",
    insert: "(id, identifier, value, expires_at) select 'x', '', '', now()",
    set: "value",
  },
  rate_limits: {
    where: "true",
    insert: "(id, key, count, last_request) select 'x', 'x', 0, 0",
    set: "count",
  },
  "app.migrations": {
    where: "name = '0001_actors.sql'",
    insert: "(name, checksum) select 'x', ''",
    set: "checksum",
  },
};

let client: pg.Client;
const acting: Record<Visitor, [kind: string, id: string]> = {
  admin: ["person", ""],
  user: ["person", ""],
  banned: ["person", ""],
  nobody: ["", ""],
  system: ["system", "a_job"],
  identity: ["", ""],
  jobs: ["", ""],
  app: ["", ""],
  owner: ["", ""],
  key: ["api_key", ""],
};

beforeAll(async () => {
  client = await superuser();
  acting.admin[1] = (await signedIn("admin")).id;
  acting.key[1] = acting.admin[1];
  acting.user[1] = (await signedIn("user")).id;
  acting.banned[1] = (await signedIn("admin")).id;
  await client.query("update users set banned = true where id = $1", [acting.banned[1]]);
  await client.query(`
    insert into retell_calls (id) values ('${CALL}'), ('${OTHER_CALL}');
    insert into retell_call_details (call_id) values ('${CALL}');
    insert into call_checks (call_id, due_at) values ('${CALL}', now());
    insert into call_stops (call_id) values ('${CALL}');
    insert into dial_attempts (call_id, leased_until, worker) values ('${CALL}', now(), 'w');
    insert into webhook_events (content_hash, verdict, body) values ('\\x01', 'stored', '');
    insert into webhook_refusals (day, reason) values (current_date, 'bad_signature');
    insert into audit_log (actor_kind, actor_id, action) values ('system', 'seed', 'a.deed');
    insert into retell_agents (agent_id) values ('one');
    insert into retell_numbers (phone_number) values ('one');
    insert into sync_marks (name, mark) values ('one', '');
    insert into users (id, name, email) values ('spare', '', 'spare@example.com');
    insert into sessions (id, user_id, token, expires_at) values ('spare', 'spare', 'spare', now());
    insert into accounts (id, user_id, account_id, provider_id) values ('spare', 'spare', '', '');
    insert into verifications (id, identifier, value, expires_at) values ('one', '', '', now());
    insert into rate_limits (id, key, count, last_request) values ('one', 'one', 0, 0);
    insert into invitations (id, email, role, token_hash, invited_by)
      values ('${INVITATION}', 'open@example.com', 'user', '\\x01', '${acting.admin[1]}');
    insert into api_keys (id, name, key, reference_id) values ('${KEY}', '', 'hash', '${acting.admin[1]}');
  `);
});

/** Tries one statement as the visitor and undoes it: how many rows it touched, or null when refused. */
async function attempt(visitor: Visitor, text: string, values: unknown[] = []): Promise<number | null> {
  const [kind, id] = acting[visitor];
  await client.query("begin");
  try {
    await client.query(`set local role ${roleOf[visitor]}`);
    await client.query(
      `select set_config('app.actor_kind', $1, true), set_config('app.actor_id', $2, true),
              set_config('app.actor_key_id', $3, true)`,
      [kind, id, visitor === "key" ? KEY : ""],
    );
    return (await client.query(text, values)).rowCount;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "42501") return null;
    // Refused by a reference from another table: the right to delete was there.
    if (error instanceof Error && "code" in error && error.code === "23503") return 1;
    throw error;
  } finally {
    await client.query("rollback");
  }
}

async function mayWhat(visitor: Visitor, name: string): Promise<string> {
  const row = rows[name];
  if (row === undefined) throw new Error(`No row of ${name} is known.`);
  // By its full name: a role without a right to the schema would otherwise not even find the table.
  const table = name.includes(".") ? name : `public.${name}`;
  const [kind] = acting[visitor];
  const parameters = row.insert.includes("$1")
    ? [kind, acting[visitor][1]]
    : [visitor === "system" ? acting.admin[1] : acting[visitor][1]];
  const insert = row.insert.includes("$1") ? row.insert : row.insert.replace("$2", "$1");
  const column = row.where.split(" ")[0] === "true" ? (row.set ?? "1") : row.where.split(" ")[0];
  const set = row.set ?? column;
  const marks = [
    ["r", await attempt(visitor, `select ${column} from ${table} where ${row.where} limit 1`)],
    ["i", await attempt(visitor, `insert into ${table} ${insert}`, insert.includes("$1") ? parameters : [])],
    [
      "u",
      await attempt(visitor, `update ${table} set ${row.update ?? `${set} = ${set}`} where ${row.where}`),
    ],
    ["d", await attempt(visitor, `delete from ${table} where ${row.where}`)],
  ] as const;
  return marks.map(([mark, touched]) => (touched === null ? "-" : touched === 0 ? "0" : mark)).join(" ");
}

describe.each(Object.entries(matrix))("%s", (table, line) => {
  const cells = line.trim().split(/\s+/);
  test.each(
    visitors.map((visitor, index) => [visitor, cells.slice(index * 4, index * 4 + 4).join(" ")] as const),
  )("%s: %s", async (visitor, allowed) => {
    expect(await mayWhat(visitor, table)).toBe(allowed);
  });
});

test.each(Object.entries(matrix))(
  "a key may do with %s what its owner may, and never manage people",
  async (table, line) => {
    const admin = line.trim().split(/\s+/).slice(0, 4).join(" ");
    const inserts = table === "audit_log" ? "r - - -" : admin;
    expect(await mayWhat("key", table)).toBe(closedToKeys[table] ?? inserts);
  },
);

test.each([
  ["revoked", "enabled = false"],
  ["expired", "expires_at = now() - interval '1 second'"],
  ["another's", "reference_id = 'spare'"],
])("a key that is %s sees nothing", async (_what, change) => {
  await client.query(`update api_keys set ${change} where id = $1`, [KEY]);
  try {
    expect(await attempt("key", "select id from retell_calls")).toBe(0);
  } finally {
    await client.query(
      "update api_keys set enabled = true, expires_at = null, reference_id = $2 where id = $1",
      [KEY, acting.admin[1]],
    );
  }
});

test("a key writes audit lines in its own name only, and a person in none", async () => {
  const insert = "insert into audit_log (actor_kind, actor_id, key_id, action) values ($1, $2, $3, 'a.deed')";
  expect(await attempt("key", insert, ["api_key", acting.admin[1], KEY])).toBe(1);
  expect(await attempt("key", insert, ["api_key", acting.admin[1], null])).toBeNull();
  expect(await attempt("key", insert, ["person", acting.admin[1], null])).toBeNull();
  expect(await attempt("admin", insert, ["person", acting.admin[1], KEY])).toBeNull();
  expect(await attempt("system", insert, ["system", "a_job", KEY])).toBeNull();
});

test("an admin changes of a person nothing but role and deactivation, and no role but the two there are", async () => {
  for (const column of ["name", "email", "id", "email_verified"])
    expect(await attempt("admin", `update users set ${column} = ${column}`)).toBeNull();
  expect(await attempt("admin", "update users set role = 'owner' where id = 'spare'")).toBeNull();
});

test("an invitation's token and a key's hash are read by nobody who lists them", async () => {
  for (const visitor of ["admin", "user", "key"] as const) {
    expect(await attempt(visitor, "select token_hash from invitations")).toBeNull();
    expect(await attempt(visitor, "select key from api_keys")).toBeNull();
  }
  expect(await attempt("system", "select key from api_keys")).toBeNull();
});

test("nobody makes an invitation last longer, takes one back in another's name, or revives a key", async () => {
  expect(await attempt("admin", "update invitations set expires_at = now() + interval '1 year'")).toBeNull();
  expect(await attempt("admin", "update invitations set revoked_by = $1", [acting.user[1]])).toBeNull();
  expect(await attempt("admin", "update invitations set accepted_at = now()")).toBeNull();
  expect(await attempt("system", "update invitations set accepted_at = now()")).toBe(1);
  await client.query("update api_keys set enabled = false where id = $1", [KEY]);
  expect(await attempt("admin", "update api_keys set enabled = true")).toBe(0);
  await client.query("update api_keys set enabled = true where id = $1", [KEY]);
});

test("the sign-in library may try to delete a key, and finds none", async () => {
  expect(await attempt("identity", "delete from public.api_keys")).toBe(0);
});

test("a person who is no admin reads their own name and nobody else's", async () => {
  expect(await attempt("user", "select id from users")).toBe(1);
  expect(await attempt("user", "select id from users where id = $1", [acting.user[1]])).toBe(1);
});

test("nobody but the sign-in library reads a password hash or a session token, not even of themselves", async () => {
  for (const visitor of visitors.filter((name) => name !== "identity" && name !== "owner")) {
    expect(await attempt(visitor, "select password from public.accounts")).toBeNull();
    expect(await attempt(visitor, "select token from public.sessions")).toBeNull();
  }
});

test("an admin requests calls in their own name only, and changes nothing of a call but its stopping", async () => {
  const insert = "insert into retell_calls (requested_by) values ($1)";
  expect(await attempt("admin", insert, [acting.admin[1]])).toBe(1);
  expect(await attempt("admin", insert, [acting.user[1]])).toBeNull();
  expect(await attempt("admin", insert, [null])).toBeNull();
  for (const column of ["to_number", "requested_by", "cost_cents", "retell_call_id", "phase", "variables"])
    expect(await attempt("admin", `update retell_calls set ${column} = ${column}`)).toBeNull();
});

test("nobody writes an audit line in another's name", async () => {
  const insert = "insert into audit_log (actor_kind, actor_id, action) values ($1, $2, 'a.deed')";
  expect(await attempt("admin", insert, ["person", acting.user[1]])).toBeNull();
  expect(await attempt("admin", insert, ["system", "a_job"])).toBeNull();
  expect(await attempt("system", insert, ["person", acting.admin[1]])).toBeNull();
  expect(await attempt("system", insert, ["system", "another_job"])).toBeNull();
});
