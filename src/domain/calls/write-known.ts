import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import type { Db } from "#database";
import { type CallDetailsRow, detailFieldNames, rowFieldNames } from "./call-row.ts";
import type { Known } from "./find-known.ts";
import { type FoldedCall, statusOf } from "./fold.ts";

/** What may be long. Where it is known already it is left as it stands, which spares packing it anew. */
const wideRowFields: ReadonlySet<string> = new Set(["variables", "metadata"]);

/** Writes what is known of calls into their narrow rows. */
export async function writeCalls(db: Db, calls: readonly Known[]): Promise<void> {
  if (calls.length === 0) return;
  const rows = calls.map(({ row, folded }) => ({
    ...storable(
      folded,
      rowFieldNames.filter((name) => !wideRowFields.has(name) || !isDeepStrictEqual(row[name], folded[name])),
    ),
    id: row.id,
    retell_call_id: row.retell_call_id,
    status: statusOf(folded),
    phase: folded.phase,
    field_phases: folded.field_phases,
    dial_state: folded.dial_state,
    // The order of the first telling; what the database gives back has none.
    variable_names: row.variable_names ?? (folded.variables && Object.keys(folded.variables)),
  }));
  const columns = [
    "variable_names",
    "retell_call_id",
    "status",
    "phase",
    "field_phases",
    "dial_state",
    ...rowFieldNames,
  ];
  await sql`
    update retell_calls as call
    set ${sql.join(columns.map((column) => (wideRowFields.has(column) ? setIfTold("call", column) : set(column))))},
        placed_at = case when call.requested_at is null then coalesce(learnt.started_at, call.placed_at) else call.placed_at end,
        failure_message = case
          when learnt.dial_state = 'accepted' or call.retell_gone_at is not null then null
          else call.failure_message
        end,
        -- Whatever was seen of it, Retell knows it.
        retell_gone_at = null
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as told
    cross join lateral jsonb_populate_record(null::retell_calls, told) as learnt
    where call.id = learnt.id
  `.execute(db);
}

/** Writes what is long, and all else that lists do not show, into the rows beside. */
export async function writeDetails(db: Db, calls: readonly Known[]): Promise<void> {
  await Promise.all([
    putDetails(
      db,
      calls.filter(({ isStored }) => !isStored),
    ),
    changeDetails(
      db,
      calls.filter(({ isStored }) => isStored),
    ),
  ]);
}

const detailColumns = ["complete_phase", ...detailFieldNames];

async function putDetails(db: Db, calls: readonly Known[]): Promise<void> {
  if (calls.length === 0) return;
  const rows = calls.map((call) => ({ ...storable(call.folded, detailFieldNames), ...detailsKey(call) }));
  await sql`
    insert into retell_call_details (call_id, ${sql.join(detailColumns.map(sql.ref))})
    select call_id, ${sql.join(detailColumns.map(sql.ref))}
    from jsonb_populate_recordset(null::retell_call_details, ${JSON.stringify(rows)}::jsonb)
    on conflict (call_id) do update
    set ${sql.join(detailColumns.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`))}, updated_at = now()
  `.execute(db);
}

async function changeDetails(db: Db, calls: readonly Known[]): Promise<void> {
  if (calls.length === 0) return;
  const rows = calls.map((call) => {
    const isNews = (name: (typeof detailFieldNames)[number]) =>
      !isDeepStrictEqual(call.details?.[name as keyof CallDetailsRow], call.folded[name]);
    return { ...storable(call.folded, detailFieldNames.filter(isNews)), ...detailsKey(call) };
  });
  await sql`
    update retell_call_details as details
    set ${sql.join(detailColumns.map((column) => setIfTold("details", column)))}, updated_at = now()
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as told
    cross join lateral jsonb_populate_record(null::retell_call_details, told) as learnt
    where details.call_id = learnt.call_id
  `.execute(db);
}

function detailsKey({ row, details }: Known) {
  return { call_id: row.id, complete_phase: details?.complete_phase ?? -1 };
}

function set(column: string) {
  return sql`${sql.ref(column)} = learnt.${sql.ref(column)}`;
}

function setIfTold(table: string, column: string) {
  return sql`${sql.ref(column)} = case when told ? ${sql.lit(column)} then learnt.${sql.ref(column)} else ${sql.ref(`${table}.${column}`)} end`;
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
