import { execFile } from "node:child_process";
import { promisify } from "node:util";
import pg from "pg";
import { expect, inject, onTestFinished, test } from "vitest";
import { migrate } from "../../src/database/migrate.ts";
import { startApi } from "../support/console.ts";
import { ask } from "../support/http.ts";
import { AUTH_SECRET, databaseUrl } from "../support/postgres.ts";
import { oneRow, superuser } from "../support/sql.ts";
import { world } from "../support/world.ts";

const run = promisify(execFile);
const root = new URL("../..", import.meta.url);

/** A process of its own that runs a module's text and prints one JSON value. */
async function program<T>(text: string, environment: Record<string, string>): Promise<T> {
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", text], {
    cwd: root,
    env: { ...process.env, ...environment },
  });
  return JSON.parse(stdout) as T;
}

/** An empty database that goes with the test. */
async function emptyDatabase(): Promise<{ url: string; client: pg.Client }> {
  const name = `empty_${crypto.randomUUID().replaceAll("-", "")}`;
  const admin = await superuser();
  await admin.query(`create database ${name}`);
  const url = databaseUrl(inject("adminUrl"), name);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await admin.query(`drop database ${name} with (force)`);
  });
  return { url, client };
}

const landed = async (client: pg.Client) =>
  (await client.query<{ name: string }>("select name from app.migrations order by name")).rows.map(
    ({ name }) => name,
  );

test("two processes at once bring an empty database up to date, each migration once, and a third finds nothing to do", async () => {
  const { url, client } = await emptyDatabase();
  const text = `
    import { migrate } from "./src/database/migrate.ts";
    console.log(JSON.stringify(await migrate({ databaseUrl: process.env.EMPTY_URL, authSecret: process.env.AUTH_SECRET })));`;
  const both = await Promise.all([1, 2].map(() => program<{ applied: string[] }>(text, { EMPTY_URL: url })));
  const applied = both.flatMap((outcome) => outcome.applied);
  expect(applied.length).toBeGreaterThanOrEqual(7);
  expect(applied.toSorted()).toEqual(await landed(client));
  expect(await migrate({ databaseUrl: url, authSecret: AUTH_SECRET })).toEqual({ applied: [] });
});

test("a migration that was edited after it had landed stops the start, by its name", async () => {
  const { url, client } = await emptyDatabase();
  await migrate({ databaseUrl: url, authSecret: AUTH_SECRET });
  await client.query("update app.migrations set checksum = 'another' where name = '0003_calls.sql'");
  await expect(migrate({ databaseUrl: url, authSecret: AUTH_SECRET })).rejects.toThrow(
    "Migration 0003_calls.sql was changed after it had been applied. Restore the file; put the change in a new one.",
  );
});

test("a migration that fails leaves nothing of itself, and says its name", async () => {
  const { url, client } = await emptyDatabase();
  await client.query("create table sync_marks (name text)");
  await expect(migrate({ databaseUrl: url, authSecret: AUTH_SECRET })).rejects.toThrow(
    /^Migration 0006_workspace\.sql failed: /,
  );
  expect((await landed(client)).at(-1)).toBe("0005_audit.sql");
  await client.query("drop table sync_marks");
  expect((await migrate({ databaseUrl: url, authSecret: AUTH_SECRET })).applied[0]).toBe(
    "0006_workspace.sql",
  );
});

test("a database that cannot be reached is said in one sentence", async () => {
  await expect(
    migrate({ databaseUrl: "postgres://nobody@127.0.0.1:1/none", authSecret: AUTH_SECRET }),
  ).rejects.toThrow(
    /^The database cannot be reached \(.*\)\. Check DATABASE_URL and that Postgres runs there\.$/,
  );
});

test("two processes at once make one first admin, whose generated password is told once and works", async () => {
  const text = `
    import { closePools } from "#database";
    import { ensureFirstAdmin } from "#identity";
    console.log(JSON.stringify(await ensureFirstAdmin()));
    await closePools();`;
  interface Made {
    email: string;
    generatedPassword: string | null;
  }
  const environment = { ADMIN_EMAIL: "First@Example.com", ADMIN_PASSWORD: "" };
  const outcomes = await Promise.all([1, 2].map(() => program<Made | null>(text, environment)));
  expect(await program<Made | null>(text, environment)).toBeNull();
  const made = outcomes.filter((outcome) => outcome !== null);
  expect(made).toHaveLength(1);
  expect(made[0]?.email).toBe("first@example.com");
  expect(made[0]?.generatedPassword).toMatch(/^[\w-]{20}$/);
  expect(await oneRow(await superuser(), "select email, role from users")).toEqual({
    email: "first@example.com",
    role: "admin",
  });
  startApi();
  const answer = await ask("/api/auth/sign-in/email", {
    json: { email: "first@example.com", password: made[0]?.generatedPassword },
    headers: { origin: world.appUrl },
  });
  expect(answer.status).toBe(200);
});
