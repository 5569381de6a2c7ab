import type { Selectable } from "kysely";
import type { DB } from "#database";
import { type FieldName, type FoldedCall, fieldNames, type Phase, unknownCall } from "./fold.ts";

/** Which of the fold's fields stand in the narrow row; the rest stand in the details. */
export const rowFieldNames = [
  "call_type",
  "direction",
  "from_number",
  "to_number",
  "agent_id",
  "agent_version",
  "agent_name",
  "variables",
  "metadata",
  "retell_status",
  "disconnection_reason",
  "has_carrier_leg",
  "started_at",
  "ended_at",
  "duration_ms",
  "cost_cents",
  "call_successful",
  "user_sentiment",
  "in_voicemail",
  "has_recording",
] as const satisfies FieldName[];
type DetailFieldName = Exclude<FieldName, (typeof rowFieldNames)[number]>;
export const detailFieldNames = fieldNames.filter(
  (name): name is DetailFieldName => !(rowFieldNames as readonly string[]).includes(name),
);

export type CallRow = Selectable<DB["retell_calls"]>;
export type CallDetailsRow = Selectable<DB["retell_call_details"]>;

/** The state of knowledge that the two rows of a call hold. */
export function foldedFrom(row: CallRow, details: CallDetailsRow | undefined): FoldedCall {
  const known = {
    ...unknownCall(),
    phase: row.phase as Phase,
    field_phases: row.field_phases,
    dial_state: row.dial_state as FoldedCall["dial_state"],
    stop_requested: row.stop_requested_at !== null,
  };
  const told: Record<string, unknown> = known;
  for (const name of rowFieldNames) told[name] = foldable(row[name]);
  if (details) for (const name of detailFieldNames) told[name] = foldable(details[name]);
  return known;
}

function foldable(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : (value ?? null);
}
