import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beginningOf } from "./process-identity.ts";
import { codeOf, StartError } from "./start-error.ts";

const ATTEMPTS_MAX = 5;

interface Holder {
  pid: number;
  /** Tells the holder apart from a later process that was given the same number. */
  began: string;
}

/** Lets one console at a time run on a data folder. Returns what gives the folder back. */
export async function lockFolder(dataDir: string): Promise<() => Promise<void>> {
  const lock = join(dataDir, "switchboard.pid");
  const draft = `${lock}.${process.pid}`;
  const mine = JSON.stringify({ pid: process.pid, began: (await beginningOf(process.pid)) ?? "" });
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(draft, mine);
    await takeLock(lock, draft);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(unwritable(dataDir, codeOf(error)));
  } finally {
    await rm(draft, { force: true }).catch(() => {});
  }
  return async () => {
    if ((await readFile(lock, "utf8").catch(() => "")) === mine) await rm(lock, { force: true });
  };
}

export function unwritable(dataDir: string, code: string): string {
  if (code === "ENOSPC") return `The disk that holds ${dataDir} is full. Free some space and start again.`;
  return `The data folder ${dataDir} cannot be written (${code}). Make it writable, or set DATA_DIR to another one.`;
}

// A hard link is made or refused as a whole, with its contents, so nobody ever reads half a lock.
async function takeLock(lock: string, draft: string): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS_MAX; attempt += 1) {
    try {
      await link(draft, lock);
      return;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      await removeStaleLock(lock);
    }
  }
  throw new StartError(`Several consoles are starting on ${lock} at once. Start one of them again.`);
}

async function removeStaleLock(lock: string): Promise<void> {
  const written = await readFile(lock, "utf8").catch(() => null);
  if (written === null) return;
  const holder = readHolder(written);
  if (holder && (await beginningOf(holder.pid)) === holder.began) throw alreadyRunning(holder);
  // Moved before it is removed: another start may have replaced it since we read it, and must keep its lock.
  const aside = `${lock}.stale.${process.pid}`;
  await rename(lock, aside).catch(() => {});
  const moved = await readFile(aside, "utf8").catch(() => null);
  if (moved !== null && moved !== written) await link(aside, lock).catch(() => {});
  await rm(aside, { force: true });
}

function readHolder(written: string): Holder | null {
  try {
    const holder = JSON.parse(written) as Partial<Holder>;
    return typeof holder.pid === "number" && typeof holder.began === "string" ? (holder as Holder) : null;
  } catch {
    return null;
  }
}

function alreadyRunning({ pid }: Holder): StartError {
  return new StartError(`Switchboard is already running from this folder (process ${pid}).`);
}
