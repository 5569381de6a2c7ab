import { sql } from "kysely";
import { type Actor, asActor, type Db } from "#database";
import { migrationNames } from "#database/migrate";
import { type Finding, fine, odd, wrong } from "./finding.ts";

const checker: Actor = { kind: "system", job: "check_installation" };
const POSTGRES_VERSION = 18;
const SECTION = "calls-not-showing-in-history";

/** The database answers, is of the version we are tested with, holds every migration, and guards every table. */
export async function checkDatabase(): Promise<Finding[]> {
  try {
    return await asActor(checker, async (db) => [
      fine("Database", "It answers."),
      await checkVersion(db),
      await checkMigrations(db),
      await checkPolicies(db),
    ]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      wrong(
        "Database",
        `It does not answer, or not as this version expects (${reason}).`,
        "Check DATABASE_URL and that Postgres runs there; then start the console, which brings the database up to date.",
        SECTION,
      ),
    ];
  }
}

async function checkVersion(db: Db): Promise<Finding> {
  const { rows } = await sql<{ number: string; words: string }>`
    select current_setting('server_version_num') as number, current_setting('server_version') as words
  `.execute(db);
  const [{ number, words } = { number: "0", words: "unknown" }] = rows;
  const major = Math.floor(Number(number) / 10_000);
  if (major === POSTGRES_VERSION) return fine("Postgres", `Version ${words}.`);
  if (major > POSTGRES_VERSION)
    return odd(
      "Postgres",
      `Version ${words}, newer than the one this console is tested with.`,
      `Use Postgres ${POSTGRES_VERSION} if something fails.`,
    );
  return wrong("Postgres", `Version ${words} is too old.`, `Move to Postgres ${POSTGRES_VERSION}.`);
}

async function checkMigrations(db: Db): Promise<Finding> {
  const { rows } = await sql<{ name: string }>`select name from app.migrations`.execute(db);
  const landed = new Set(rows.map(({ name }) => name));
  const known = await migrationNames();
  const missing = known.filter((name) => !landed.has(name));
  if (missing.length > 0)
    return wrong(
      "Migrations",
      `Not applied yet: ${missing.join(", ")}.`,
      "Start the console again, or run pnpm migrate.",
    );
  const stranger = [...landed].find((name) => !known.includes(name));
  if (stranger)
    return odd(
      "Migrations",
      `The database holds ${stranger}, which this version does not know.`,
      "Run the newer version of the console that made it.",
    );
  return fine("Migrations", `All ${known.length} are applied.`);
}

async function checkPolicies(db: Db): Promise<Finding> {
  const { rows } = await sql<{ name: string; guarded: boolean }>`
    select n.nspname || '.' || c.relname as name,
           c.relrowsecurity and c.relforcerowsecurity
             and exists (select from pg_policy where polrelid = c.oid) as guarded
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'app') and c.relkind in ('r', 'p')
  `.execute(db);
  const open = rows.filter(({ guarded }) => !guarded).map(({ name }) => name);
  if (rows.length === 0)
    return wrong("Policies", "There are no tables.", "Start the console, which makes them.", SECTION);
  if (open.length > 0) {
    return wrong(
      "Policies",
      `Row level security is not enabled and forced on ${open.join(", ")}.`,
      "Somebody changed the schema by hand. Enable and force row level security there, or restore a backup.",
      SECTION,
    );
  }
  return fine("Policies", `Row level security is enabled and forced on all ${rows.length} tables.`);
}
