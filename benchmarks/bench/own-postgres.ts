import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbeddedPostgres } from "../../src/database/embedded-postgres.ts";

/** Few: whoever watches must not be in the way of those who are measured. */
const CONNECTIONS_MAX = 2;
const TOLD = ["server_version", "synchronous_commit", "fsync", "wal_sync_method", "shared_buffers"];

export interface OwnPostgres {
  dataDir: string;
  adminUrl: string;
  /** A superuser's connections. */
  pool: pg.Pool;
  stop(): Promise<void>;
}

/** A Postgres in a folder of its own, with the settings that `pnpm start` gives it. Stopping it removes the folder. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), "switchboard-bench-"));
  const postgres = await startPostgresIn(dataDir);
  return {
    ...postgres,
    async stop() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The same in a folder that stays. */
export async function startPostgresIn(dataDir: string): Promise<OwnPostgres> {
  const server = await startEmbeddedPostgres({ dataDir });
  const pool = new pg.Pool({ connectionString: server.adminUrl, max: CONNECTIONS_MAX });
  return {
    dataDir,
    adminUrl: server.adminUrl,
    pool,
    async stop() {
      await pool.end();
      await server.stop();
    },
  };
}

/** What the figures depend on, as the server says it. */
export async function postgresSettings(): Promise<Record<string, string>> {
  const postgres = await startOwnPostgres();
  try {
    const { rows } = await postgres.pool.query<{ name: string; value: string }>(
      "select name, current_setting(name) as value from unnest($1::text[]) as name",
      [TOLD],
    );
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  } finally {
    await postgres.stop();
  }
}
