import { isDeepStrictEqual } from "node:util";
import { CompiledQuery } from "kysely";
import { type CallDetailsRow, detailFieldNames, rowFieldNames } from "./call-row.ts";
import type { Known } from "./find-known.ts";
import { type FieldName, type FoldedCall, statusOf } from "./fold.ts";

/** What may be long. Where it is known already it is left as it stands, which spares packing it anew. */
const wideRowFields = ["variables", "metadata"] as const;
type WideRowField = (typeof wideRowFields)[number];
const isWide = (name: string): name is WideRowField => wideRowFields.some((wide) => wide === name);

/** What writes that which is known of calls into their rows. */
export function writingKnown(calls: readonly Known[]): CompiledQuery[] {
  const made = calls.filter(({ isNew }) => isNew);
  const changed = calls.filter(({ isNew }) => !isNew);
  const stored = calls.filter(({ isStored }) => isStored);
  const unstored = calls.filter(({ isStored }) => !isStored);
  return [
    ...(made.length > 0
      ? [CompiledQuery.raw(PUT_CALLS, [JSON.stringify(inOneOrder(made).map(callToWrite))])]
      : []),
    ...(changed.length > 0
      ? [CompiledQuery.raw(CHANGE_CALLS, [JSON.stringify(changed.map(callToWrite)), idsOf(changed)])]
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

/** So that two batches that write the same calls cannot wait for each other. */
function inOneOrder(calls: readonly Known[]): Known[] {
  const id = ({ row }: Known) => row.retell_call_id ?? "";
  return calls.toSorted((left, right) => (id(left) < id(right) ? -1 : 1));
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
  set ${callColumns.map((name) => (isWide(name) ? setIfTold("call", name) : `"${name}" = learnt."${name}"`)).join()},
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
const PUT_CALLS = `
  insert into retell_calls (id, placed_at, ${callColumns.join()})
  select id, coalesce(started_at, now()), ${callColumns.join()}
  from jsonb_populate_recordset(null::retell_calls, $1::jsonb)
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
  const isNews = (name: FieldName) => !isWide(name) || !isDeepStrictEqual(row[name], folded[name]);
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
