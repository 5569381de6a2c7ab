import { sql } from "kysely";
import { type Actor, asActor } from "#database";
import { demandFilters } from "./call-filters.ts";
import { countCalls } from "./count-calls.ts";
import { readCallQuery } from "./read-call-query.ts";

/** At least so many, or exactly. */
export interface CallCount {
  count: number;
  isMore: boolean;
}

/**
 * Beside a list its total is worth no waiting. So many are counted in a millisecond; what needs a walk through much of
 * the history is given up, because “50+” at once helps more than a number later, and the machine has better to do.
 */
const TOTAL_MAX = 1_000;
const TOTAL_STATEMENT_MS_MAX = 2;

/** How many calls the list of this address has; null when that would take longer than it is worth. */
export function countTotal(actor: Actor, given: URLSearchParams): Promise<CallCount | null> {
  return countBriefly(actor, given, { most: TOTAL_MAX, statementMsMax: TOTAL_STATEMENT_MS_MAX });
}

/**
 * How many calls an address of the history wants, counted up to a limit; null when a statement would have taken longer
 * than it may. Throws a Problem when the address cannot be read.
 */
export async function countBriefly(
  actor: Actor,
  given: URLSearchParams,
  { most, statementMsMax }: { most: number; statementMsMax: number },
): Promise<CallCount | null> {
  try {
    return await asActor(actor, async (db) => {
      await sql`select set_config('statement_timeout', ${String(statementMsMax)}, true)`.execute(db);
      const filters = demandFilters(await readCallQuery(db, given));
      const count = await countCalls(db, filters, most + 1);
      return { count: Math.min(count, most), isMore: count > most };
    });
  } catch (error) {
    if (isCutShort(error)) return null;
    throw error;
  }
}

/** Postgres's query_canceled. */
function isCutShort(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "57014";
}
