import { isDeepStrictEqual } from "node:util";
import { CompiledQuery } from "kysely";
import { type CallDetailsRow, type CallRow, detailFieldNames, rowFieldNames } from "./call-row.ts";
import type { Known } from "./find-known.ts";
import { type FieldName, type FoldedCall, statusOf } from "./fold.ts";

/** What may be long. Where it is known already it is left as it stands, which spares packing it anew. */
const wideRowFields: ReadonlySet<string> = new Set(["variables", "metadata"]);

/** What writes that which is known of calls into their rows. */
export function writingKnown(calls: readonly Known[]): CompiledQuery[] {
  const stored = calls.filter(({ isStored }) => isStored);
  const unstored = calls.filter(({ isStored }) => !isStored);
  return [
    ...(calls.length > 0
      ? [CompiledQuery.raw(CHANGE_CALLS, [JSON.stringify(calls.map(callToWrite)), idsOf(calls)])]
      : []),
    ...(unstored.length > 0
      ? [CompiledQuery.raw(PUT_DETAILS, [JSON.stringify(unstored.map((call) => detailsToWrite(call)))])]
      : []),
    ...(stored.length > 0
      ? [
          CompiledQuery.raw(CHANGE_DETAILS, [
            JSON.stringify(stored.map((call) => detailsToWrite(call, call.details))),
            idsOf(stored),
          ]),
        ]
      : []),
  ];
}

const callColumns = [
  "variable_names",
  "retell_call_id",
  "status",
  "phase",
  "field_phases",
  "dial_state",
  ...rowFieldNames,
];
const detailColumns = ["complete_phase", ...detailFieldNames];

// Written once instead of being put together for each event: by far most that a quiet server does is this.
const CHANGE_CALLS = `
  update retell_calls as call
  set ${callColumns.map((name) => (wideRowFields.has(name) ? setIfTold("call", name) : `"${name}" = learnt."${name}"`)).join()},
      placed_at = case when call.requested_at is null then coalesce(learnt.started_at, call.placed_at) else call.placed_at end,
      failure_message = case
        when learnt.dial_state = 'accepted' or call.retell_gone_at is not null then null
        else call.failure_message
      end,
      -- Whatever was seen of it, Retell knows it.
      retell_gone_at = null
  from jsonb_array_elements($1::jsonb) as told
  cross join lateral jsonb_populate_record(null::retell_calls, told) as learnt
  -- Named twice, so that a plan made when there were hardly any calls does not walk through all of them.
  where call.id = learnt.id and call.id = any($2::uuid[])
`;
const PUT_DETAILS = `
  insert into retell_call_details (call_id, ${detailColumns.join()})
  select call_id, ${detailColumns.join()} from jsonb_populate_recordset(null::retell_call_details, $1::jsonb)
  on conflict (call_id) do update
  set ${detailColumns.map((name) => `${name} = excluded.${name}`).join()}, updated_at = now()
`;
const CHANGE_DETAILS = `
  update retell_call_details as details
  set ${detailColumns.map((name) => setIfTold("details", name)).join()}, updated_at = now()
  from jsonb_array_elements($1::jsonb) as told
  cross join lateral jsonb_populate_record(null::retell_call_details, told) as learnt
  where details.call_id = learnt.call_id and details.call_id = any($2::uuid[])
`;

function setIfTold(table: string, name: string): string {
  return `"${name}" = case when told ? '${name}' then learnt."${name}" else ${table}."${name}" end`;
}

function idsOf(calls: readonly Known[]): string[] {
  return calls.map(({ row }) => row.id);
}

function callToWrite({ row, folded }: Known): Record<string, unknown> {
  const isNews = (name: FieldName) =>
    !wideRowFields.has(name) || !isDeepStrictEqual(row[name as keyof CallRow], folded[name]);
  return {
    ...storable(folded, rowFieldNames.filter(isNews)),
    id: row.id,
    retell_call_id: row.retell_call_id,
    status: statusOf(folded),
    phase: folded.phase,
    field_phases: folded.field_phases,
    dial_state: folded.dial_state,
    // The order of the first telling; what the database gives back has none.
    variable_names: row.variable_names ?? (folded.variables && Object.keys(folded.variables)),
  };
}

/** All of it, or where it stands `beside` already, what differs. */
function detailsToWrite({ row, details, folded }: Known, beside?: CallDetailsRow): Record<string, unknown> {
  const isNews = (name: FieldName) =>
    beside === undefined || !isDeepStrictEqual(beside[name as keyof CallDetailsRow], folded[name]);
  return {
    ...storable(folded, detailFieldNames.filter(isNews)),
    call_id: row.id,
    complete_phase: details?.complete_phase ?? -1,
  };
}

/** Milliseconds become timestamps; everything else is written as it is. */
function storable(folded: FoldedCall, names: readonly (keyof FoldedCall)[]): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => {
      const value = folded[name];
      return [
        name,
        typeof value === "number" && name.endsWith("_at") ? new Date(value).toISOString() : value,
      ];
    }),
  );
}
