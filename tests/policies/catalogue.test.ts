import type pg from "pg";
import { beforeAll, expect, test } from "vitest";
import { superuser } from "../support/sql.ts";

const ours = ["switchboard_owner", "switchboard_people", "switchboard_system"];
const logins = ["switchboard_app", "switchboard_identity", "switchboard_jobs"];

let client: pg.Client;
beforeAll(async () => {
  client = await superuser();
});

/** The first column of what a query finds. */
async function names(text: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(text, values);
  return rows.map(({ name }) => name);
}

const tables = `
  select c.oid, n.nspname || '.' || c.relname as name, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.relacl
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'app')`;

test("there are tables to look at", async () => {
  expect(
    (await names(`select name from (${tables}) t where relkind in ('r', 'p')`)).length,
  ).toBeGreaterThanOrEqual(16);
});

test("every table has row level security, and forced", async () => {
  expect(
    await names(
      `select name from (${tables}) t where relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)`,
    ),
  ).toEqual([]);
});

test("every table has at least one policy", async () => {
  expect(
    await names(
      `select name from (${tables}) t where relkind in ('r', 'p') and not exists (select from pg_policy where polrelid = t.oid)`,
    ),
  ).toEqual([]);
});

test("no policy speaks of everybody, or of a login", async () => {
  expect(
    await names(
      `select polname as name from pg_policy join (${tables}) t on t.oid = polrelid
       where 0 = any(polroles) or exists (select from pg_roles where oid = any(polroles) and rolname = any($1))`,
      [["switchboard_app", "switchboard_jobs"]],
    ),
  ).toEqual([]);
});

test("every policy for people asks whether they are an admin, once a statement", async () => {
  expect(
    await names(
      `select polname as name from pg_policy
       where polroles = array[(select oid from pg_roles where rolname = 'switchboard_people')]
         and coalesce(pg_get_expr(polqual, polrelid), '') || coalesce(pg_get_expr(polwithcheck, polrelid), '')
             not like '%SELECT app.is_admin()%'`,
    ),
  ).toEqual([]);
});

test("every view lets policies see who asks", async () => {
  expect(
    await names(
      `select name from (${tables}) t join pg_class c using (oid)
       where t.relkind = 'v' and not coalesce('security_invoker=true' = any(c.reloptions), false)`,
    ),
  ).toEqual([]);
  expect(await names(`select name from (${tables}) t where relkind = 'm'`)).toEqual([]);
});

test("no role of ours is a superuser, passes policies by, or makes roles or databases", async () => {
  const rolesOfOurs = await names(
    "select rolname as name from pg_roles where rolname like 'switchboard\\_%' order by 1",
  );
  expect(rolesOfOurs).toEqual([...ours, ...logins].sort());
  expect(
    await names(
      `select rolname as name from pg_roles where rolname = any($1)
       and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
      [rolesOfOurs],
    ),
  ).toEqual([]);
});

test("only the three logins log in, and the web's login has nothing of its own", async () => {
  expect(
    await names(
      "select rolname as name from pg_roles where rolname like 'switchboard\\_%' and rolcanlogin order by 1",
    ),
  ).toEqual(logins);
  expect(
    await names("select rolname as name from pg_roles where rolname = 'switchboard_app' and rolinherit"),
  ).toEqual([]);
  expect(
    await names(
      `select name from (${tables}) t where has_table_privilege('switchboard_app', oid, 'select, insert, update, delete, truncate')`,
    ),
  ).toEqual([]);
});

test("logins become no other role than the web's: people or system", async () => {
  expect(
    await names(
      `select member.rolname || ' > ' || granted.rolname as name
       from pg_auth_members m join pg_roles member on member.oid = m.member join pg_roles granted on granted.oid = m.roleid
       where member.rolname like 'switchboard\\_%' order by 1`,
    ),
  ).toEqual(["switchboard_app > switchboard_people", "switchboard_app > switchboard_system"]);
});

test("the owner owns every table and function of ours, and the queue's login owns only the queue", async () => {
  expect(
    await names(
      `select name from (${tables}) t where relkind in ('r', 'p', 'v', 'S') and relowner <> 'switchboard_owner'::regrole`,
    ),
  ).toEqual([]);
  expect(
    await names(
      `select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('public', 'app') and proowner <> 'switchboard_owner'::regrole`,
    ),
  ).toEqual([]);
  expect(
    await names(
      `select distinct n.nspname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where relowner = 'switchboard_jobs'::regrole and n.nspname not like 'pg\\_%' order by 1`,
    ),
  ).toEqual(["graphile_worker"]);
});

test("nothing is granted to everybody: no table, no column, no schema of ours", async () => {
  expect(await names(`select name from (${tables}) t, aclexplode(relacl) where grantee = 0`)).toEqual([]);
  expect(
    await names(
      `select name || '.' || attname as name from (${tables}) t join pg_attribute on attrelid = oid, aclexplode(attacl) where grantee = 0`,
    ),
  ).toEqual([]);
  expect(
    await names(
      `select nspname as name from pg_namespace, aclexplode(nspacl)
       where grantee = 0 and nspname in ('public', 'app', 'jobs', 'graphile_worker')`,
    ),
  ).toEqual([]);
});

test("no function of ours is open to everybody, and each has its search path fixed", async () => {
  const functions = `
    select p.*, n.nspname || '.' || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ('public', 'app', 'jobs')`;
  expect((await names(`select name from (${functions}) f where prosecdef order by 1`)).sort()).toEqual([
    "app.find_calls_by_analysis",
    "app.find_calls_by_variable",
    "app.is_admin",
    "app.keep_an_admin",
    "jobs.enqueue",
  ]);
  expect(
    await names(
      `select name from (${functions}) f where proacl is null or exists (select from aclexplode(proacl) where grantee = 0)`,
    ),
  ).toEqual([]);
  expect(
    await names(
      `select name from (${functions}) f where not coalesce('search_path=""' = any(proconfig), false)`,
    ),
  ).toEqual([]);
});
