import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { asActor } from "./as-actor.ts";

/** Asks the database which migrations it has. Throws when it does not answer within the time given. */
export async function askForMigrations({ withinMs }: { withinMs: number }): Promise<Set<string>> {
  const answered = new AbortController();
  try {
    return await Promise.race([
      landedMigrations(withinMs),
      // Waiting for a free connection counts too.
      sleep(withinMs, undefined, { signal: answered.signal }).then(() => {
        throw new Error(`No answer within ${withinMs} ms.`);
      }),
    ]);
  } finally {
    answered.abort();
  }
}

async function landedMigrations(withinMs: number): Promise<Set<string>> {
  const { rows } = await asActor(
    { kind: "system", job: "health" },
    (db) => sql<{ name: string }>`select name from app.migrations`.execute(db),
    { withinMs },
  );
  return new Set(rows.map(({ name }) => name));
}
