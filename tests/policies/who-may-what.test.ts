import { beforeAll, describe, expect, test } from "vitest";
import {
  acting,
  attempt,
  client,
  closedToKeys,
  KEY,
  matrix,
  mayWhat,
  prepareMatrix,
  probe,
  probes,
  visitors,
} from "./matrix.ts";

beforeAll(prepareMatrix);

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

test.each(probes.map(({ guarantee, touches }) => [guarantee, touches] as const))(
  "%s",
  async (guarantee, touches) => {
    expect(await probe(guarantee)).toBe(touches);
  },
);
