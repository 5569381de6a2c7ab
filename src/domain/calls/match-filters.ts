import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { CallFilters } from "./call-filters.ts";

/** After every digit in the order of bytes: what begins with a text is from the text on, and below text and this. */
const AFTER_DIGITS = ":";

/** The condition on `retell_calls` that the filters are. Written so that each may use its index under policies. */
export function matchFilters(filters: CallFilters): RawBuilder<SqlBool> {
  const conditions: RawBuilder<SqlBool>[] = [sql`true`];
  if (filters.statuses.length > 0)
    conditions.push(sql`retell_calls.status = any(${filters.statuses}::text[])`);
  if (filters.direction !== null) conditions.push(sql`retell_calls.direction = ${filters.direction}`);
  if (filters.agentIds.length > 0)
    conditions.push(sql`retell_calls.agent_id = any(${filters.agentIds}::text[])`);
  if (filters.numberBeginnings.length > 0) conditions.push(eitherBegins(filters.numberBeginnings));
  if (filters.placedFrom !== null) conditions.push(sql`retell_calls.placed_at >= ${filters.placedFrom}`);
  if (filters.placedBefore !== null) conditions.push(sql`retell_calls.placed_at < ${filters.placedBefore}`);
  // As the index on calls to decide has it.
  if (filters.needsDecision)
    conditions.push(
      sql`retell_calls.dial_state = 'unconfirmed' and retell_calls.decision_wanted_at is not null`,
    );
  for (const { name, value } of filters.variables)
    conditions.push(sql`retell_calls.id in (select app.find_calls_by_variable(${name}, ${value}))`);
  return sql<SqlBool>`(${sql.join(conditions, sql` and `)})`;
}

function eitherBegins(beginnings: readonly string[]): RawBuilder<SqlBool> {
  const ranges = beginnings.flatMap((beginning) =>
    ["retell_calls.to_number", "retell_calls.from_number"].map((column) => {
      const bytes = sql`${sql.ref(column)} collate "C"`;
      return sql<SqlBool>`(${bytes} >= ${beginning} and ${bytes} < ${beginning + AFTER_DIGITS})`;
    }),
  );
  return sql<SqlBool>`(${sql.join(ranges, sql` or `)})`;
}
