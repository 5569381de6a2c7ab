import { type RawBuilder, type SqlBool, sql } from "kysely";
import { beginsWith } from "./begins-with.ts";
import { callStatuses } from "./call.ts";
import type { CallCondition, CallFilters, Condition, Stretch } from "./search/conditions.ts";

/** The condition on `retell_calls` that the filters are. Written so that each may use its index under policies. */
export function matchFilters({ conditions }: CallFilters): RawBuilder<SqlBool> {
  return allOf(conditions.map(matchCondition));
}

function matchCondition(condition: CallCondition): RawBuilder<SqlBool> {
  if (!condition.negated) return matches(condition);
  // A call has always one of a few statuses, and to have one of the others may use the index.
  if (condition.kind === "words" && condition.column === "status")
    return oneOf(
      "status",
      callStatuses.filter((status) => !condition.words.includes(status)),
    );
  return sql<SqlBool>`(${matches({ ...condition, isCommon: true } as Condition)}) is not true`;
}

function matches(condition: Condition): RawBuilder<SqlBool> {
  switch (condition.kind) {
    case "words":
      return oneOf(condition.column, condition.words);
    case "begins":
      return anyOf(
        condition.columns.flatMap((column) => condition.beginnings.map((text) => beginsWith(column, text))),
      );
    case "placed":
      return anyOf(condition.stretches.map((stretch) => liesWithin("placed_at", stretch)));
    case "amount":
      return anyOf(condition.stretches.map((stretch) => liesWithin(condition.column, stretch)));
    case "truth":
      return isTrue(condition.column, condition.is);
    case "id":
      return anyOf([
        ...(condition.ids.length > 0 ? [sql<SqlBool>`retell_calls.id = any(${condition.ids}::uuid[])`] : []),
        ...(condition.retellIds.length > 0
          ? [sql<SqlBool>`retell_calls.retell_call_id = any(${condition.retellIds}::text[])`]
          : []),
      ]);
    case "undecided":
      // As the index on calls to decide has it.
      return sql`retell_calls.dial_state = 'unconfirmed' and retell_calls.decision_wanted_at is not null`;
    case "variable":
      return hasVariable(condition);
    case "analysis":
      return hasFinding(condition);
  }
}

function oneOf(column: string, words: readonly string[]): RawBuilder<SqlBool> {
  const ref = sql.ref(`retell_calls.${column}`);
  // With one word the index is walked in the history's order.
  const [only, another] = words;
  return another === undefined && only !== undefined
    ? sql`${ref} = ${only}`
    : sql`${ref} = any(${words}::text[])`;
}

function liesWithin(column: string, { from, before }: Stretch<Date | number>): RawBuilder<SqlBool> {
  const ref = sql.ref(`retell_calls.${column}`);
  return allOf([
    ...(from === null ? [] : [sql<SqlBool>`${ref} >= ${from}`]),
    ...(before === null ? [] : [sql<SqlBool>`${ref} < ${before}`]),
    // A stretch without ends is every moment and every known amount.
    ...(from === null && before === null ? [sql<SqlBool>`${ref} is not null`] : []),
  ]);
}

/** Calls of which Retell does not say that there is a recording have none; of an analysis, silence says nothing. */
function isTrue(column: string, is: boolean): RawBuilder<SqlBool> {
  const ref = sql.ref(`retell_calls.${column}`);
  if (is) return sql`${ref}`;
  return column === "has_recording" ? sql`${ref} is not true` : sql`${ref} = false`;
}

function hasVariable({ name, values, isCommon }: Extract<Condition, { kind: "variable" }>) {
  if (isCommon)
    return metOnTheWay(values.map((value) => sql`retell_calls.variables @> ${objectOf(name, value)}`));
  const ids = values.map((value) => sql`select app.find_calls_by_variable(${name}, ${value})`);
  return sql<SqlBool>`retell_calls.id in (${sql.join(ids, sql` union `)})`;
}

function hasFinding({ name, values, isCommon }: Extract<Condition, { kind: "analysis" }>) {
  const wanted = values.map((value) => objectOf(name, value));
  if (isCommon) {
    const findings = wanted.map((one) => sql`details.analysis -> 'custom_analysis_data' @> ${one}`);
    return metOnTheWay([
      sql`(select ${sql.join(findings, sql` or `)} from retell_call_details as details where details.call_id = retell_calls.id)`,
    ]);
  }
  const ids = wanted.map((one) => sql`select app.find_calls_by_analysis(${one})`);
  return sql<SqlBool>`retell_calls.id in (${sql.join(ids, sql` union `)})`;
}

function objectOf(name: string, value: string | number | boolean): RawBuilder<unknown> {
  return sql`${JSON.stringify({ [name]: value })}::jsonb`;
}

/**
 * Under policies the planner has no figures about what a jsonb holds and takes any content for rare, for which it
 * would rather read the whole table. Of coalesce() it expects every other row, so it walks the history.
 */
function metOnTheWay(conditions: RawBuilder<unknown>[]): RawBuilder<SqlBool> {
  return sql`coalesce(${sql.join(conditions, sql` or `)}, false)`;
}

function allOf(conditions: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}

function anyOf(conditions: RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join(conditions, sql` or `)})`;
}
