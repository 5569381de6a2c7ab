import { createHash } from "node:crypto";
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Account, canEnter, chownTo, mayEnter } from "./embedded-account.ts";
import { SHARED_PLACE } from "./embedded-binaries.ts";
import { EmbeddedPostgresError, fileProblem } from "./embedded-error.ts";

// The kernel's limit for a socket's path is 107 bytes on Linux and 103 on macOS; Postgres adds its file name.
const SOCKET_FOLDER_MAX_BYTES = 80;

/** Makes the data folder, proves that it can be written, and returns its real path. */
export async function writableDataDir(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true });
    const probe = join(dataDir, `.writable-${process.pid}`);
    await writeFile(probe, "");
    await rm(probe);
    return await realpath(dataDir);
  } catch (error) {
    throw fileProblem(error, dataDir);
  }
}

/** The folder of the cluster that belongs to this data folder, and whether it must still be made. */
export async function findCluster(dataDir: string): Promise<{ cluster: string; isNew: boolean }> {
  const cluster = join(dataDir, "postgres");
  const entry = await lstat(cluster).catch(() => null);
  if (entry === null) return { cluster, isNew: true };
  if (!entry.isSymbolicLink()) return { cluster, isNew: false };
  const target = await realpath(cluster).catch(() => null);
  if (target === null) {
    throw new EmbeddedPostgresError(
      `${cluster} is a link to ${await readlink(cluster)}, which is gone. Delete the link to begin with an empty database.`,
    );
  }
  await refuseNeighboursCluster(dataDir, target);
  return { cluster: target, isNew: false };
}

/** For a new cluster: beside everything else if the account can get there, otherwise where it can. */
export async function placeNewCluster(dataDir: string, account: Account, onProgress: (line: string) => void) {
  const cluster = join(dataDir, "postgres");
  if (await mayEnter(account, dataDir)) return cluster;
  const name = shortHash(dataDir);
  const earlier = (await readdir(SHARED_PLACE).catch(() => [])).filter((entry) =>
    entry.startsWith(`${name}-`),
  );
  const home = join(SHARED_PLACE, `${name}-${Date.now().toString(36)}`);
  try {
    await mkdir(home, { recursive: true, mode: 0o755 });
    for (const folder of [SHARED_PLACE, home]) await chmod(folder, 0o755);
    await writeFile(join(home, "data-dir"), dataDir);
  } catch (error) {
    throw fileProblem(error, home);
  }
  onProgress(`Postgres's own user cannot enter ${dataDir}, so the database is kept in ${home}`);
  for (const entry of earlier)
    onProgress(`an earlier database of this folder is still in ${join(SHARED_PLACE, entry)}`);
  return join(home, "postgres");
}

/** Once a cluster made elsewhere is complete, the data folder points to it. */
export async function linkCluster(dataDir: string, cluster: string): Promise<void> {
  const link = join(dataDir, "postgres");
  if (link !== cluster) await symlink(cluster, link);
}

// A copied checkout brings a copied link along; two consoles on one database would dial for each other.
async function refuseNeighboursCluster(dataDir: string, target: string): Promise<void> {
  const record = join(dirname(target), "data-dir");
  const recorded = await readFile(record, "utf8").catch(() => dataDir);
  if (recorded === dataDir) return;
  const link = join(recorded, "postgres");
  if ((await realpath(link).catch(() => null)) === target) {
    throw new EmbeddedPostgresError(
      `${join(dataDir, "postgres")} is a link to the database of ${recorded}. Delete the link to begin with an empty database.`,
    );
  }
  await writeFile(record, dataDir);
}

/** A private folder for the socket: short enough for the kernel, closed to everybody but Postgres's user and root. */
export async function makeSocketFolder(cluster: string, account: Account): Promise<string> {
  const parent = await socketParent(account);
  const folder = join(parent, `switchboard-${shortHash(cluster)}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const entry = await lstat(folder);
    const owner = account?.uid ?? process.getuid?.();
    const isOurs = entry.isDirectory() && (entry.uid === owner || entry.uid === process.getuid?.());
    if (!isOurs)
      throw new EmbeddedPostgresError(`${folder} belongs to another user. Remove it and start again.`);
    await chmod(folder, 0o700);
    await chownTo(account, folder);
    // No server runs on this cluster, but the lock of a killed one would be believed while its number is in use.
    for (const file of await readdir(folder)) await rm(join(folder, file), { force: true });
  } catch (error) {
    throw error instanceof EmbeddedPostgresError ? error : fileProblem(error, folder);
  }
  return folder;
}

async function socketParent(account: Account): Promise<string> {
  const wanted = tmpdir();
  // Postgres reads a list of folders there, so a name with commas or quotes would be taken apart.
  const fits = Buffer.byteLength(wanted) <= SOCKET_FOLDER_MAX_BYTES - 30 && /^[\w./+-]+$/.test(wanted);
  return fits && (await canEnter(account, wanted)) ? wanted : "/tmp";
}

function shortHash(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 12);
}

/** When root starts a cluster that an ordinary user made, Postgres runs as that user, so both can go on using it. */
export async function ownerOf(cluster: string, account: Account): Promise<Account> {
  const { uid, gid } = await stat(cluster);
  if (account !== null) return uid === 0 ? account : { uid, gid };
  if (uid === process.getuid?.()) return null;
  throw new EmbeddedPostgresError(
    `${cluster} belongs to another user (uid ${uid}). Start as that user or as root, or set DATA_DIR to another folder.`,
  );
}
