import { resolve } from "node:path";
import { settings } from "#config";
import { BackupError, restoreBackup } from "#database";
import { doubtWaitingCalls } from "#domain/calls";
import { complain, say } from "./_start/terminal.ts";
import { withDatabase } from "./_start/with-database.ts";

// pnpm restore FILE: fills an empty database from a backup, while the console does not run.
const [, , name] = process.argv;
try {
  if (!name) throw new BackupError("Say what from: pnpm restore switchboard-backup.gz");
  const path = resolve(process.env.INIT_CWD ?? ".", name);
  await withDatabase(settings(), ({ DATABASE_URL, AUTH_SECRET }) =>
    restoreBackup({
      databaseUrl: DATABASE_URL,
      authSecret: AUTH_SECRET,
      path,
      settle: doubtWaitingCalls,
    }),
  );
  say(
    "Restored. Start Switchboard: it asks Retell about every call that was not over, and reads what came since.",
  );
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
