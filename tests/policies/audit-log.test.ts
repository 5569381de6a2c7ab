import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { oneRow, refusalOf, superuser } from "../support/sql.ts";

const INSUFFICIENT_PRIVILEGE = "42501";

let client: pg.Client;
beforeAll(async () => {
  client = await superuser();
  await client.query(
    "insert into audit_log (actor_kind, actor_id, action) values ('system', 'seed', 'a.deed')",
  );
});

const roles = [
  "switchboard_people",
  "switchboard_system",
  "switchboard_identity",
  "switchboard_jobs",
  "switchboard_app",
];

test.each([...roles, "switchboard_owner", "none"])(
  "as %s no line can be changed, removed or emptied away",
  async (role) => {
    await client.query(`set role ${role}`);
    const refusals: (string | null)[] = [];
    for (const deed of [
      "update public.audit_log set action = 'another'",
      "delete from public.audit_log",
      "truncate public.audit_log",
      "truncate public.audit_log cascade",
    ])
      refusals.push(await refusalOf(client.query(deed)));
    await client.query("reset role");
    // The owner is refused the rows by policy, so that its update and delete find nothing.
    const expected = refusals.map(() => INSUFFICIENT_PRIVILEGE as string | null);
    if (role === "switchboard_owner") expected.fill(null, 0, 2);
    expect(refusals).toEqual(expected);
    expect(await oneRow(client, "select action from audit_log")).toEqual({ action: "a.deed" });
  },
);

test("a line outlives the call it speaks of", async () => {
  await client.query("truncate public.retell_calls cascade");
  expect(await oneRow(client, "select action from audit_log")).toEqual({ action: "a.deed" });
});

test("a superuser is told why", async () => {
  await expect(client.query("delete from audit_log")).rejects.toThrow(
    "The audit log is append-only: delete is not allowed.",
  );
});
