import { sql } from "kysely";
import type { Db } from "#database";
import type { FieldProblems } from "#domain/problems";
import { type ReadFilters, readCallFilters, readZone } from "./call-filters.ts";
import { matchFilters } from "./match-filters.ts";
import type { CallCondition } from "./search/conditions.ts";
import type { SearchMistake } from "./search/mistake.ts";
import { readSearch } from "./search/read-search.ts";
import { seenBy } from "./search/seen.ts";

const SEARCH = "q";
const QUOTED_MAX = 80;
const CALLS_TRIED = 2000;
/** One in a hundred: a page of them is found within some five thousand calls, however many there are in all. */
const COMMON_MIN = 20;

export interface ReadCallQuery extends ReadFilters {
  /** The search as it was typed, and what in it could not be understood. */
  search: string;
  mistakes: SearchMistake[];
}

/**
 * Reads an address of the history: its search, and single filters besides, which must hold too. Whatever could not
 * be understood stands in `problems`; of the search it also says where.
 */
export async function readCallQuery(
  db: Db,
  given: URLSearchParams,
  {
    besides = [],
    ofFew = false,
  }: {
    /** Names in the address that are no filters. */
    besides?: readonly string[];
    /** A handful of known calls is to be tried, rather than calls to be found. */
    ofFew?: boolean;
  } = {},
): Promise<ReadCallQuery> {
  const { filters, problems } = readCallFilters(given, [...besides, SEARCH]);
  const searches = given.getAll(SEARCH);
  const [search = ""] = searches;
  const today = { now: new Date(), zone: readZone(given.getAll("zone"), {}) };
  const { conditions, mistakes } = await readSearch(search, { today, seen: seenBy(db) });
  if (searches.length > 1) problems[SEARCH] = "Search for one thing at a time.";
  if (mistakes.length > 0)
    problems[SEARCH] = mistakes.map((mistake) => placedWords(search, mistake)).join(" ");
  const all = [...filters.conditions, ...conditions];
  return { filters: { conditions: await weighed(db, all, problems, ofFew) }, problems, search, mistakes };
}

/** As somebody is told who has no field before them in which it could be marked. */
function placedWords(search: string, { span, message }: SearchMistake): string {
  const part = search.slice(span.from, span.to);
  const quoted = part.length > QUOTED_MAX ? `${part.slice(0, QUOTED_MAX)}…` : part;
  return `At character ${span.from + 1}, ${quoted}: ${message}`;
}

/** Says of variables and findings whether they are looked up or met with on the way. */
async function weighed(
  db: Db,
  conditions: CallCondition[],
  problems: FieldProblems,
  ofFew: boolean,
): Promise<CallCondition[]> {
  if (Object.keys(problems).length > 0) return conditions;
  const weighed: CallCondition[] = [];
  for (const condition of conditions) {
    const isCommon = ofFew || (await isAnyCommon(db, condition));
    weighed.push("isCommon" in condition ? { ...condition, isCommon } : condition);
  }
  return weighed;
}

/** Whether among the newest calls there are so many of it that a page is full after a short walk. */
async function isAnyCommon(db: Db, condition: CallCondition): Promise<boolean> {
  if (condition.negated || !("isCommon" in condition)) return false;
  // What stands in a subquery with a limit is read first, and looked through only then.
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from (
      select from (select * from retell_calls order by placed_at desc, id desc limit ${CALLS_TRIED}) as retell_calls
      where ${matchFilters({ conditions: [{ ...condition, isCommon: true }] })}
      limit ${COMMON_MIN}
    ) as met`.execute(db);
  return (rows[0]?.count ?? 0) >= COMMON_MIN;
}
