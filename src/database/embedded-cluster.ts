import { appendFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Account, chownTo, runAs } from "./embedded-account.ts";
import type { Binaries } from "./embedded-binaries.ts";
import { EmbeddedPostgresError, fileProblem, postgresProblem } from "./embedded-error.ts";

export type PostgresSettings = Record<string, string | number>;

const OUR_SETTINGS_FILE = "switchboard.conf";

const ours: PostgresSettings = {
  // A socket in a private folder only: nothing on the network can reach the database, so it needs no password.
  listen_addresses: "",
  // Written down because the environment variable PGPORT would change it.
  port: 5432,
  max_connections: 200,
  shared_buffers: "128MB",
  fsync: "on",
  synchronous_commit: "on",
  timezone: "UTC",
  log_timezone: "UTC",
};

/** Makes a new cluster. It appears under its name only when it is complete, so a start cut short leaves nothing half made. */
export async function makeCluster(binaries: Binaries, cluster: string, account: Account): Promise<void> {
  const draft = `${cluster}.new`;
  try {
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await chownTo(account, draft);
    const made = await runAs(account, binaries.initdb, [
      `--pgdata=${draft}`,
      "--username=postgres",
      "--auth=trust",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
    ]);
    if (!made.succeeded)
      throw postgresProblem(`Postgres could not make a database in ${cluster}.`, cluster, made.output);
    await appendFile(join(draft, "postgresql.conf"), `\ninclude '${OUR_SETTINGS_FILE}'\n`);
    await rename(draft, cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error instanceof EmbeddedPostgresError ? error : fileProblem(error, cluster);
  }
}

/** Refuses a folder that is no cluster, or one made by another major version, which has another format on disk. */
export async function requireSameMajor(binaries: Binaries, cluster: string): Promise<void> {
  const version = await readFile(join(cluster, "PG_VERSION"), "utf8").catch(() => null);
  if (version === null) {
    throw new EmbeddedPostgresError(
      `${cluster} holds no database. Move that folder away to begin with an empty database, or put its contents back.`,
    );
  }
  if (version.trim() !== binaries.major) {
    throw new EmbeddedPostgresError(
      `${cluster} was made by Postgres ${version.trim()}, and Postgres ${binaries.major} cannot read it. Dump it with the older version, or set DATA_DIR to another folder.`,
    );
  }
}

/** Written at each start, so that existing clusters follow our settings too. */
export async function writeSettings(
  cluster: string,
  account: Account,
  settings: PostgresSettings,
): Promise<void> {
  const lines = Object.entries({ ...ours, ...settings }).map(
    ([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'\n`,
  );
  const file = join(cluster, OUR_SETTINGS_FILE);
  try {
    await writeFile(file, lines.join(""));
    await chownTo(account, file);
  } catch (error) {
    throw fileProblem(error, cluster);
  }
}
