import { sql } from "kysely";
import type { Db } from "#database";
import type { FieldChange } from "./changes.ts";

/** Which answer of Retell's told it: to our request to place the call, about this call, or a list it stood in. */
export type ReadingSource = "create_call" | "get_call" | "list_calls";

/** What one answer taught us about a call. */
export interface Reading {
  callId: string;
  source: ReadingSource;
  /** Null when the call was unknown until then, so that everything was news. */
  changes: readonly FieldChange[] | null;
}

/** Writes down what Retell's answers taught us. What webhooks teach stands with them. */
export async function recordReadings(db: Db, readings: readonly Reading[]): Promise<void> {
  if (readings.length === 0) return;
  await sql`
    insert into call_readings (call_id, source, changes)
    select * from unnest(
      ${readings.map(({ callId }) => callId)}::uuid[],
      ${readings.map(({ source }) => source)}::text[],
      ${readings.map(({ changes }) => changes && JSON.stringify(changes))}::jsonb[]
    )
  `.execute(db);
}
