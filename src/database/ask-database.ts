import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { asActor } from "./as-actor.ts";
import { migrationNames } from "./migrate.ts";

/** Asks the database which of our migrations it lacks. Throws when it does not answer within the time given. */
export async function askDatabase({ withinMs }: { withinMs: number }): Promise<{ missing: string[] }> {
  const tooLate = new AbortController();
  try {
    return await Promise.race([
      askForMigrations(withinMs),
      // Waiting for a free connection counts too.
      sleep(withinMs, undefined, { signal: tooLate.signal }).then(() => {
        throw new Error(`No answer within ${withinMs} ms.`);
      }),
    ]);
  } finally {
    tooLate.abort();
  }
}

async function askForMigrations(withinMs: number): Promise<{ missing: string[] }> {
  const asker = { kind: "system", job: "health" } as const;
  const { rows } = await asActor(
    asker,
    (db) => sql<{ name: string }>`select name from app.migrations`.execute(db),
    { withinMs },
  );
  const landed = new Set(rows.map(({ name }) => name));
  return { missing: (await migrationNames()).filter((name) => !landed.has(name)) };
}
