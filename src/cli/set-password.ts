import { spawnSync } from "node:child_process";
import { environmentWith } from "#config";
import { settingsWith } from "./_start/found-settings.ts";
import { complain } from "./_start/terminal.ts";
import { withDatabase } from "./_start/with-database.ts";

// pnpm set-password someone@example.com: for whoever lost theirs and has nobody to ask.
const [, , email] = process.argv;
try {
  if (!email) throw new Error("Say whose: pnpm set-password someone@example.com");
  process.exitCode = await withDatabase(settingsWith({}), (found) => {
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
