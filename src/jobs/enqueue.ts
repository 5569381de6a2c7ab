import { sql } from "kysely";
import type { Db } from "#database";

/** The closed list of jobs with what each is about; the database holds the same list. */
export interface JobPayloads {
  dial_call: { callId: string };
  refresh_workspace: Record<string, never>;
}
export type JobName = keyof JobPayloads;

/**
 * Adds a job in the caller's transaction. A waiting job of the same key is replaced, so asking twice
 * does it once.
 */
export async function enqueue<Name extends JobName>(
  db: Db,
  name: Name,
  payload: JobPayloads[Name],
  { key, runAt = null }: { key: string; runAt?: Date | null },
): Promise<void> {
  await sql`select jobs.enqueue(${name}, ${JSON.stringify(payload)}::json, ${key}, coalesce(${runAt}::timestamptz, now()))`.execute(
    db,
  );
}
