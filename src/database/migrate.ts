import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";
import { loginPassword, logins } from "./logins.ts";

const CONNECT_TIMEOUT_MS = 10_000;
/** Any number will do, as long as nothing else in the database uses it. */
const MIGRATION_LOCK = 7_304_118;
const ROLE_RETRIES_MAX = 20;
const ROLE_RETRY_MS = 50;

/** The database cannot be reached or brought up to date. The message is one sentence for the operator. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

interface Migration {
  name: string;
  role: string;
  sql: string;
  checksum: string;
}

/**
 * Brings the database up to date: roles, the job queue's schema, our migrations, each once, in order.
 * Safe to run again and by several processes at once. Returns the names it applied.
 */
export async function migrate(options: {
  databaseUrl: string;
  authSecret: string;
  /** Brings it to where an older version had it: only these. */
  only?: readonly string[];
}): Promise<{ applied: string[] }> {
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: "switchboard_migrate",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  try {
    await client.connect();
  } catch (error) {
    throw new MigrationError(
      `The database cannot be reached (${wordsOf(error)}). Check DATABASE_URL and that Postgres runs there.`,
    );
  }
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await prepareRoles(client, options.authSecret);
    await migrateJobQueue(options.databaseUrl);
    return { applied: await applyMigrations(client, options.only ?? (await migrationNames())) };
  } finally {
    await client.end();
  }
}

async function prepareRoles(client: pg.Client, authSecret: string): Promise<void> {
  const roles = await readFile(new URL("./roles.sql", import.meta.url), "utf8");
  const passwords = logins
    .map((login) => `alter role ${login} password ${pg.escapeLiteral(loginPassword(authSecret, login))}`)
    .join(";");
  // Roles belong to the whole server: the lock on this database does not keep another database's
  // migration away, and Postgres answers such a meeting with an internal error.
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`begin;${roles};${passwords};commit`);
      return;
    } catch (error) {
      await client.query("rollback");
      if (attempt === ROLE_RETRIES_MAX || !wordsOf(error).includes("concurrently")) throw error;
      await sleep(ROLE_RETRY_MS * attempt);
    }
  }
}

/** The queue's library brings its own migrations; they run as the role that owns its schema. */
async function migrateJobQueue(databaseUrl: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, options: "-c role=switchboard_jobs" });
  // A lost connection also fails the migration that used it, which says so.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  try {
    await runMigrations({ pgPool: pool, logger: new Logger(() => () => {}) });
  } finally {
    await pool.end();
  }
}

async function applyMigrations(client: pg.Client, wanted: readonly string[]): Promise<string[]> {
  await client.query(`
    set role switchboard_owner;
    create table if not exists app.migrations (
      name text primary key, checksum text not null, applied_at timestamptz not null default now()
    );
    alter table app.migrations enable row level security;
    alter table app.migrations force row level security;
    drop policy if exists migrations_owner on app.migrations;
    create policy migrations_owner on app.migrations to switchboard_owner using (true) with check (true);
  `);
  const landed = new Map(
    (
      await client.query<{ name: string; checksum: string }>("select name, checksum from app.migrations")
    ).rows.map((row) => [row.name, row.checksum]),
  );
  const applied: string[] = [];
  for (const migration of await readMigrations()) {
    const checksum = landed.get(migration.name);
    if (!wanted.includes(migration.name)) continue;
    if (checksum === undefined) {
      await apply(client, migration);
      applied.push(migration.name);
    } else if (checksum !== migration.checksum) {
      throw new MigrationError(
        `Migration ${migration.name} was changed after it had been applied. Restore the file; put the change in a new one.`,
      );
    }
  }
  return applied;
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query(`begin; set local role ${pg.escapeIdentifier(migration.role)}; ${migration.sql}`);
    await client.query("set local role switchboard_owner");
    await client.query("insert into app.migrations (name, checksum) values ($1, $2)", [
      migration.name,
      migration.checksum,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new MigrationError(
      `Migration ${migration.name} failed: ${wordsOf(error)}. Nothing of it was kept.`,
    );
  }
}

const folder = fileURLToPath(new URL("./migrations/", import.meta.url));

/** The migrations of this version, in order. */
export async function migrationNames(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
}

/** The migrations of this version with what tells each from another of its name, in order. */
export async function knownMigrations(): Promise<{ name: string; checksum: string }[]> {
  return (await readMigrations()).map(({ name, checksum }) => ({ name, checksum }));
}

async function readMigrations(): Promise<Migration[]> {
  const names = await migrationNames();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), "utf8");
      const role = /^-- role: (switchboard_owner|switchboard_jobs)$/m.exec(sql)?.[1];
      if (!role)
        throw new MigrationError(
          `Migration ${name} does not say which role runs it. Begin it with "-- role: switchboard_owner".`,
        );
      return { name, role, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

function wordsOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(wordsOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}
