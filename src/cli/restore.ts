import { resolve } from "node:path";
import { calledFrom, settings } from "#config";
import { BackupError, restoreBackup, settleRestored } from "#database/backup";
import { doubtWaitingCalls, restorer } from "#domain/calls";
import { complain, say } from "./_start/terminal.ts";
import { withDatabase } from "./_start/with-database.ts";

// pnpm restore FILE: fills an empty database from a backup, while the console does not run.
// pnpm restore --by-other-means: for a database that Postgres's own tools, or a copy of its files, brought back.
const [, , given] = process.argv;
try {
  if (!given) throw new BackupError("Say what from: pnpm restore switchboard-backup.gz");
  await withDatabase(settings(), async ({ DATABASE_URL: databaseUrl, AUTH_SECRET: authSecret }) => {
    if (given === "--by-other-means")
      await settleRestored({ databaseUrl, authSecret, actor: restorer, settle: doubtWaitingCalls });
    else {
      const path = resolve(calledFrom(), given);
      await restoreBackup({ databaseUrl, authSecret, path, settle: doubtWaitingCalls });
    }
  });
  say(
    "Restored. Start Switchboard: it asks Retell about every call that was not over, and reads what came since.",
  );
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
