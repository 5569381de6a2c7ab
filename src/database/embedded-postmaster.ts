import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";

/** A running Postgres server process, as its own pid file describes it. */
export interface Postmaster {
  pid: number;
  socketFolder: string;
}

const POLL_MS = 50;

/** The server that already runs on this cluster, left over by a parent that was killed; null when there is none. */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const file = await readPidFile(cluster);
  if (file === null) return null;
  const commandLine = await commandLineOf(file.pid);
  const isPostgres = commandLine?.includes(file.cluster) ?? false;
  if (isPostgres && !(await isCopiedFrom(file.cluster, cluster, file.pid))) return file;
  // After a crash of the machine the number may belong to another program, and Postgres would refuse to start.
  await rm(join(cluster, "postmaster.pid"), { force: true });
  return null;
}

interface PidFile extends Postmaster {
  cluster: string;
}

async function readPidFile(cluster: string): Promise<PidFile | null> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => null);
  if (text === null) return null;
  // The lines are: process, data folder, start time, port, socket folder, and more that we do not need.
  const [pid = "", recorded = "", , , socketFolder = ""] = text.split("\n");
  return { pid: Number(pid), cluster: recorded, socketFolder };
}

// A copied data folder brings along the pid file of the server that runs on the original.
async function isCopiedFrom(original: string, cluster: string, pid: number): Promise<boolean> {
  return original !== cluster && (await readPidFile(original))?.pid === pid;
}

// An ended process that nobody has waited for keeps its number, but has no command line any more.
async function commandLineOf(pid: number): Promise<string | null> {
  if (process.platform === "linux") return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
  const listed = await promisify(execFile)("ps", ["-ww", "-o", "args=", "-p", String(pid)]).catch(() => null);
  return listed?.stdout ?? null;
}

/** Waits until the server answers: it may be starting, or replaying what a crash left behind. Null if it ends instead. */
export async function waitUntilItAnswers(
  cluster: string,
  withinMs: number,
): Promise<Postmaster | "gone" | "silent"> {
  const until = performance.now() + withinMs;
  for (;;) {
    const postmaster = await findPostmaster(cluster);
    if (postmaster === null) return "gone";
    if (postmaster.socketFolder !== "" && (await answers(postmaster.socketFolder))) return postmaster;
    if (performance.now() > until) return "silent";
    await pause(POLL_MS);
  }
}

async function answers(socketFolder: string): Promise<boolean> {
  const client = new pg.Client(urlOf(socketFolder, "postgres"));
  client.on("error", () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** The port is part of the address because PGPORT would change it, for the file name of the socket too. */
export function urlOf(socketFolder: string, database: string): string {
  return `postgres://postgres@localhost:5432/${database}?host=${encodeURIComponent(socketFolder)}`;
}

/** Creates the database on a server that has none of that name yet. */
export async function ensureDatabase(socketFolder: string, name: string): Promise<void> {
  const client = new pg.Client(urlOf(socketFolder, "postgres"));
  await client.connect();
  try {
    const found = await client.query("select from pg_database where datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
