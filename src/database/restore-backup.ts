import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Actor } from "./actor.ts";
import { beginAs, type Db, kyselyOn } from "./as-actor.ts";
import { BackupError, type Frame, readFrames } from "./backup-file.ts";
import { columnList, type TableInBackup } from "./backup-tables.ts";
import { logins, loginUrl } from "./logins.ts";
import { knownMigrations, migrate } from "./migrate.ts";
import { BACKUP_FORMAT, type BackupHeader } from "./take-backup.ts";

/**
 * Fills an empty database from a backup: the schema as it was when it was taken, all rows in one
 * transaction, then what this version's migrations add. `settle` runs in that transaction: what it writes is
 * there as soon as the rows are. Throws a BackupError that says what is in the way; nothing is kept then.
 */
export async function restoreBackup(options: {
  databaseUrl: string;
  authSecret: string;
  path: string;
  settle: (db: Db, takenAt: string | null) => Promise<void>;
}): Promise<void> {
  const { databaseUrl, authSecret, path } = options;
  const header = await checkFile(path);
  await requireKnown(header);
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: "switchboard_restore",
  });
  await client.connect();
  try {
    await requireNobodyElse(client);
    await requireNotFurther(client, header);
    const only = header.migrations.map(({ name }) => name);
    await migrate({ databaseUrl, authSecret, only });
    await client.query("begin; set local role switchboard_owner");
    await openTables(client, header.tables);
    await requireEmpty(client, header.tables);
    await copyRows(client, path);
    await options.settle(kyselyOn(client), header.takenAt);
    await closeTables(client, header.tables);
    await client.query("commit");
  } finally {
    await client.end();
  }
  await migrate({ databaseUrl, authSecret });
}

/**
 * Settles rows that something else has brought: Postgres's own tools, or a copy of its files. Throws a
 * BackupError when somebody may have gone on with them already.
 */
export async function settleRestored(options: {
  databaseUrl: string;
  authSecret: string;
  actor: Actor;
  settle: (db: Db) => Promise<void>;
}): Promise<void> {
  const { databaseUrl, authSecret } = options;
  await migrate({ databaseUrl, authSecret });
  const client = new pg.Client({
    connectionString: loginUrl(databaseUrl, authSecret, "switchboard_app"),
    application_name: "switchboard_restore",
  });
  await client.connect();
  try {
    await requireNobodyElse(client);
    await client.query(beginAs(options.actor));
    await options.settle(kyselyOn(client));
    await client.query("commit");
  } finally {
    await client.end();
  }
}

/** Reads the whole file once, so that a torn one is refused before anything is touched. */
async function checkFile(path: string): Promise<BackupHeader> {
  let header: BackupHeader | null = null;
  for await (const { kind, payload } of readFrames(path)) {
    if (kind === "H") header = JSON.parse(payload.toString()) as BackupHeader;
    if (header?.format !== BACKUP_FORMAT.format) break;
  }
  if (header?.format !== BACKUP_FORMAT.format)
    throw new BackupError(`${path} is no backup of Switchboard, or it is damaged.`);
  if (header.version !== BACKUP_FORMAT.version)
    throw new BackupError(`${path} was written by a newer Switchboard. Update this one, then restore.`);
  return header;
}

async function requireKnown({ migrations }: BackupHeader): Promise<void> {
  const known = new Map((await knownMigrations()).map(({ name, checksum }) => [name, checksum]));
  const unknown = migrations.find(({ name, checksum }) => known.get(name) !== checksum);
  if (unknown)
    throw new BackupError(
      `The backup holds ${unknown.name}, which this version does not know. Use the version that took it, or a newer one.`,
    );
}

async function requireNobodyElse(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `select from pg_stat_activity
     where datname = current_database() and usename = any($1) and pid <> pg_backend_pid() limit 1`,
    [logins],
  );
  if (rows.length > 0)
    throw new BackupError("Switchboard is running on this database. Stop it, then restore.");
}

/** A database that has come further than the backup cannot take its rows as they were. */
async function requireNotFurther(client: pg.Client, { migrations }: BackupHeader): Promise<void> {
  const { rows } = await client.query("select to_regclass('app.migrations') as found");
  if (rows[0]?.found === null) return;
  await client.query("begin; set local role switchboard_owner");
  const landed = await client.query<{ name: string }>("select name from app.migrations");
  await client.query("commit");
  if (landed.rows.every(({ name }) => migrations.some((one) => one.name === name))) return;
  throw new BackupError(
    "This database is of a newer version than the backup. Restore into a new one without tables; it is brought up to date afterwards.",
  );
}

/**
 * For the length of this transaction the owner is bound by no policy and no trigger of ours. The locks
 * that this takes keep everybody else out until the commit, which is when both hold again.
 */
async function openTables(client: pg.Client, tables: readonly TableInBackup[]): Promise<void> {
  for (const name of quoted(tables))
    await client.query(
      `alter table public.${name} no force row level security; alter table public.${name} disable trigger user`,
    );
}

async function closeTables(client: pg.Client, tables: readonly TableInBackup[]): Promise<void> {
  // What refers to other rows is checked now: a table with checks outstanding cannot be altered.
  await client.query("set constraints all immediate");
  for (const name of quoted(tables))
    await client.query(
      `alter table public.${name} enable trigger user; alter table public.${name} force row level security`,
    );
}

async function requireEmpty(client: pg.Client, tables: readonly TableInBackup[]): Promise<void> {
  for (const name of quoted(tables)) {
    const { rows } = await client.query(`select from public.${name} limit 1`);
    if (rows.length > 0)
      throw new BackupError(
        `This database is not empty (${name.replaceAll('"', "")} has rows). Restore into a new one: another DATA_DIR, or another database in DATABASE_URL.`,
      );
  }
}

async function copyRows(client: pg.Client, path: string): Promise<void> {
  const frames = readFrames(path);
  let next = await frames.next();
  while (!next.done) {
    const { kind, payload } = next.value;
    if (kind !== "T") {
      next = await frames.next();
      continue;
    }
    const table = JSON.parse(payload.toString()) as TableInBackup;
    const name = pg.escapeIdentifier(table.name);
    const copy = client.query(copyFrom(`copy public.${name} (${columnList(table)}) from stdin`));
    await pipeline(async function* () {
      for (next = await frames.next(); isRows(next); next = await frames.next()) yield next.value.payload;
    }, copy);
  }
}

function isRows(next: IteratorResult<Frame>): next is IteratorYieldResult<Frame> {
  return !next.done && next.value.kind === "D";
}

function quoted(tables: readonly TableInBackup[]): string[] {
  return tables.map(({ name }) => pg.escapeIdentifier(name));
}
