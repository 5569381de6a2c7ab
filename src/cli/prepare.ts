import { SettingsError, settings } from "#config";
import { closePools } from "#database";
import { MigrationError, migrate } from "#database/migrate";
import { ensureFirstAdmin } from "#identity";
import type { Prepared } from "./_start/prepare-database.ts";

// Run by `pnpm dev` and `pnpm start` before anything else uses the database. The last line it prints is JSON.
try {
  const { databaseUrl, authSecret } = settings();
  if (databaseUrl === null || authSecret === null)
    throw new SettingsError("DATABASE_URL and AUTH_SECRET must be set.");
  const { applied } = await migrate({ databaseUrl, authSecret });
  const prepared: Prepared = { applied, firstAdmin: await ensureFirstAdmin() };
  await closePools();
  process.stdout.write(`${JSON.stringify(prepared)}\n`);
} catch (error) {
  process.stderr.write(`${wordsOf(error)}\n`, () => process.exit(1));
}

function wordsOf(error: unknown): string {
  if (error instanceof MigrationError || error instanceof SettingsError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
