import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentWith, requireStartable, type Settings, SettingsError, settings } from "#config";
import type { Found } from "./_start/found-settings.ts";
import { complain } from "./_start/terminal.ts";
import { withDatabase } from "./_start/with-database.ts";

// pnpm doctor: looks at the whole installation and says what to do about it, while the console runs or not.
process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
try {
  const asked = settings();
  const isStartable = startable(asked);
  const status = hasDatabase(asked) ? await withDatabase(asked, examine) : examine({});
  process.exitCode = isStartable ? status : 1;
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

function startable(asked: Settings): boolean {
  try {
    requireStartable(asked);
    return true;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    complain(error.message);
    return false;
  }
}

/** Before the first start there is none, and looking is no reason to make one. */
function hasDatabase({ databaseUrl, dataDir }: Settings): boolean {
  return databaseUrl !== null || existsSync(join(dataDir, "postgres"));
}

/** In a process of its own, because settings are read once a process. */
function examine(found: Found): number {
  const program = fileURLToPath(new URL("./_start/examine.ts", import.meta.url));
  return (
    spawnSync(process.execPath, [program], { env: environmentWith(found), stdio: "inherit" }).status ?? 1
  );
}
