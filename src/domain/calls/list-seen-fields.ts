import { sql } from "kysely";
import type { Db } from "#database";

/** Names are looked for in so many of the newest calls: enough to know them, few enough to read at once. */
const CALLS_MAX = 1_000;
const NAMES_MAX = 200;

/** What calls carry under names that somebody chose: each list begins with the most frequent. */
export interface SeenFields {
  variables: string[];
  /** The agents' own fields of the analysis. */
  analysis: string[];
}

export async function listSeenFields(db: Db): Promise<SeenFields> {
  const { rows } = await sql<{ kind: "variables" | "analysis"; name: string }>`
    with newest as materialized (
      select id, variables from retell_calls order by placed_at desc, id desc limit ${CALLS_MAX}
    ), seen as (
      select 'variables' as kind, jsonb_object_keys(variables) as name
      from newest where jsonb_typeof(variables) = 'object'
      union all
      select 'analysis', jsonb_object_keys(custom)
      from newest
      -- One by one, or the details of every call might be read through for those of a thousand.
      cross join lateral (
        select details.analysis -> 'custom_analysis_data' as custom
        from retell_call_details as details where details.call_id = newest.id limit 1
      ) as analysed
      where jsonb_typeof(custom) = 'object'
    ), counted as (
      select kind, name, count(*), row_number() over (partition by kind order by count(*) desc, name) as place
      from seen group by kind, name
    )
    select kind, name from counted where place <= ${NAMES_MAX} order by kind, place
  `.execute(db);
  const named = (kind: string) => rows.filter((row) => row.kind === kind).map(({ name }) => name);
  return { variables: named("variables"), analysis: named("analysis") };
}
