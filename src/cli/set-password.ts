import { spawnSync } from "node:child_process";
import { environmentWith } from "#config";
import { startEmbeddedPostgres } from "../database/embedded-postgres.ts";
import { keptAuthSecret } from "./_start/auth-secret.ts";
import { lockFolder } from "./_start/folder-lock.ts";
import { settingsWith } from "./_start/found-settings.ts";
import { complain } from "./_start/terminal.ts";

// pnpm set-password someone@example.com: for whoever lost theirs and has nobody to ask.
const [, , email] = process.argv;
try {
  if (!email) throw new Error("Say whose: pnpm set-password someone@example.com");
  process.exitCode = await withDatabase((found) => {
    const program = new URL("./_start/give-new-password.ts", import.meta.url).pathname;
    return (
      spawnSync(process.execPath, [program, email], { env: environmentWith(found), stdio: "inherit" })
        .status ?? 1
    );
  });
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** Our own Postgres is started for the moment, unless the console runs and has started it. */
async function withDatabase(work: (found: Record<string, string>) => number): Promise<number> {
  const { dataDir, databaseUrl, authSecret } = settingsWith({});
  const found = { AUTH_SECRET: authSecret ?? (await keptAuthSecret(dataDir)) };
  if (databaseUrl !== null) return work({ ...found, DATABASE_URL: databaseUrl });
  const unlock = await lockFolder(dataDir).catch(() => null);
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    return work({ ...found, DATABASE_URL: postgres.adminUrl });
  } finally {
    if (unlock) await postgres.stop().then(unlock);
  }
}
