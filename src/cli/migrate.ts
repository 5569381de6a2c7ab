import { SettingsError, settings } from "#config";
import { MigrationError, migrate } from "#database/migrate";
import { keptAuthSecret } from "./_start/auth-secret.ts";
import { StartError } from "./_start/start-error.ts";
import { complain, say } from "./_start/terminal.ts";

// `pnpm migrate` brings a database of your own up to date ahead of a deployment; every start does it too.
try {
  const { databaseUrl, authSecret, dataDir } = settings();
  if (databaseUrl === null) {
    throw new SettingsError(
      "DATABASE_URL is not defined. Without it `pnpm dev` and `pnpm start` migrate their own database.",
    );
  }
  const { applied } = await migrate({
    databaseUrl,
    authSecret: authSecret ?? (await keptAuthSecret(dataDir)),
  });
  for (const name of applied) say(`applied ${name}`);
  say("The database is up to date.");
} catch (error) {
  complain(wordsOf(error));
  process.exitCode = 1;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isForeseen =
    error instanceof SettingsError || error instanceof MigrationError || error instanceof StartError;
  return isForeseen ? error.message : (error.stack ?? error.message);
}
