import { CompiledQuery } from "kysely";
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

/** What writes down what Retell's answers taught us. What webhooks teach stands with them. */
export function recordingReadings(readings: readonly Reading[]): CompiledQuery[] {
  if (readings.length === 0) return [];
  return [
    CompiledQuery.raw(
      `insert into call_readings (call_id, source, changes) select * from unnest($1::uuid[], $2::text[], $3::jsonb[])`,
      [
        readings.map(({ callId }) => callId),
        readings.map(({ source }) => source),
        readings.map(({ changes }) => changes && JSON.stringify(changes)),
      ],
    ),
  ];
}
