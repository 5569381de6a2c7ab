import type { Settings } from "#config";
import { startEmbeddedPostgres } from "../../database/embedded-postgres.ts";
import { keptAuthSecret } from "./auth-secret.ts";
import { lockFolder } from "./folder-lock.ts";

/** Our own Postgres is started for the moment, unless the console runs and has started it. */
export async function withDatabase<T>(
  { dataDir, databaseUrl, authSecret }: Settings,
  work: (found: { AUTH_SECRET: string; DATABASE_URL: string }) => T | Promise<T>,
): Promise<T> {
  const found = { AUTH_SECRET: authSecret ?? (await keptAuthSecret(dataDir)) };
  if (databaseUrl !== null) return await work({ ...found, DATABASE_URL: databaseUrl });
  const unlock = await lockFolder(dataDir).catch(() => null);
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    return await work({ ...found, DATABASE_URL: postgres.adminUrl });
  } finally {
    if (unlock) await postgres.stop().then(unlock);
  }
}
