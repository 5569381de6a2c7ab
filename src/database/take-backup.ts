import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { BackupWriter } from "./backup-file.ts";
import { columnList, listBackupTables, type TableInBackup } from "./backup-tables.ts";
import { type Login, loginUrl } from "./logins.ts";

export const BACKUP_FORMAT = { format: "switchboard-backup", version: 1 } as const;

/** Who may read what policies keep from everybody else. All other tables are the system's. */
const identityTables = ["users", "accounts", "api_keys"];

export interface BackupHeader {
  format: string;
  version: number;
  takenAt: string;
  migrations: { name: string; checksum: string }[];
  tables: TableInBackup[];
}

interface Readers {
  admin: pg.Client;
  system: pg.Client;
  identity: pg.Client;
}

/**
 * Writes every row of ours to a file, as they were in one moment, while everything goes on. Each table is
 * read by a login that its policies let see all of it. Answers the rows of each table.
 */
export async function takeBackup(options: {
  databaseUrl: string;
  authSecret: string;
  path: string;
}): Promise<Record<string, number>> {
  const file = await BackupWriter.create(options.path);
  const readers = await connectReaders(options.databaseUrl, options.authSecret);
  try {
    const tables = await listBackupTables(readers.admin);
    const header: BackupHeader = {
      ...BACKUP_FORMAT,
      takenAt: new Date().toISOString(),
      migrations: await landedMigrations(readers.admin),
      tables,
    };
    await file.write("H", header);
    const counts: Record<string, number> = {};
    for (const table of tables) counts[table.name] = await copyTable(readers, table, file);
    await file.finish();
    return counts;
  } catch (error) {
    await file.discard();
    throw error;
  } finally {
    for (const client of Object.values(readers)) await client.end();
  }
}

/** Three connections that see one and the same moment. */
async function connectReaders(databaseUrl: string, authSecret: string): Promise<Readers> {
  const admin = await connected(databaseUrl);
  await admin.query("begin isolation level repeatable read read only");
  const { rows } = await admin.query<{ id: string }>("select pg_export_snapshot() as id");
  const sameMoment = async (login: Login, role: string) => {
    const client = await connected(loginUrl(databaseUrl, authSecret, login));
    await client.query("begin isolation level repeatable read read only");
    await client.query(`set transaction snapshot ${pg.escapeLiteral(rows[0]?.id ?? "")}`);
    await client.query(`set local role ${role}`);
    return client;
  };
  return {
    admin,
    system: await sameMoment("switchboard_app", "switchboard_system"),
    identity: await sameMoment("switchboard_identity", "switchboard_identity"),
  };
}

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString, application_name: "switchboard_backup" });
  await client.connect();
  return client;
}

async function landedMigrations(admin: pg.Client): Promise<BackupHeader["migrations"]> {
  await admin.query("set local role switchboard_owner");
  const { rows } = await admin.query<{ name: string; checksum: string }>(
    "select name, checksum from app.migrations order by name",
  );
  return rows;
}

async function copyTable(readers: Readers, table: TableInBackup, file: BackupWriter): Promise<number> {
  await file.write("T", table);
  const reader = identityTables.includes(table.name) ? readers.identity : readers.system;
  const name = pg.escapeIdentifier(table.name);
  const copy = reader.query(copyTo(`copy (select ${columnList(table)} from public.${name}) to stdout`));
  for await (const rows of copy) await file.write("D", rows as Buffer);
  return copy.rowCount;
}
