import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { calledFrom, settings } from "#config";
import { BackupError, takeBackup } from "#database/backup";
import { complain, say } from "./_start/terminal.ts";
import { withDatabase } from "./_start/with-database.ts";

// pnpm backup FILE: everything of value, as it is at one moment, in one file; while the console runs or not.
const [, , name] = process.argv;
try {
  if (!name) throw new BackupError("Say where to: pnpm backup switchboard-backup.gz");
  const path = resolve(calledFrom(), name);
  const counts = await withDatabase(settings(), ({ DATABASE_URL, AUTH_SECRET }) =>
    takeBackup({ databaseUrl: DATABASE_URL, authSecret: AUTH_SECRET, path }),
  );
  const { size } = await stat(path);
  say(
    `${path}: ${counts.retell_calls} calls, ${counts.webhook_events} deliveries, ${counts.users} people; ${Math.ceil(size / 1024)} kB.`,
  );
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
