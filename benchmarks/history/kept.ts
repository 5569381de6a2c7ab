import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ADMIN, AUTH_SECRET } from "../bench/installation.ts";
import { type OwnPostgres, startPostgresIn } from "../bench/own-postgres.ts";

/** Stands in the folder once every call is planted. */
const WHOLE = "whole";

/** The histories of so many calls lie here from run to run. */
function folderOf(checkout: string): string {
  return join(checkout, ".data/bench");
}

/** The next figure that needs a history plants it anew. */
export async function forgetHistories(checkout: string): Promise<void> {
  await rm(folderOf(checkout), { recursive: true, force: true });
}

/** A Postgres with so many calls, planted by the seed command where there is none yet. Stopping it keeps them. */
export async function openHistory(checkout: string, calls: number): Promise<OwnPostgres> {
  const dataDir = join(folderOf(checkout), `${calls}-calls`);
  if (!existsSync(join(dataDir, WHOLE))) await plant(checkout, dataDir, calls);
  return startPostgresIn(dataDir);
}

async function plant(checkout: string, dataDir: string, calls: number): Promise<void> {
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  const seeded = spawnSync(
    process.execPath,
    [join(checkout, "benchmarks/seed.ts"), "--calls", String(calls)],
    {
      cwd: checkout,
      env: {
        ...{ PATH: process.env.PATH ?? "", NODE_ENV: "development" },
        ...{ DATA_DIR: dataDir, RETELL_MODE: "simulator", AUTH_SECRET },
        ...{ ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password },
      },
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  if (seeded.status !== 0) throw new Error(`${calls} calls could not be planted.`);
  await writeFile(join(dataDir, WHOLE), "");
}
