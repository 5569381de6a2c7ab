import { type Expression, type SqlBool, sql } from "kysely";
import type { Db } from "#database";
import { beginsWith } from "./begins-with.ts";
import type { CallStatus } from "./call.ts";
import { isCallId } from "./call-id.ts";
import { numberBeginnings } from "./number-beginnings.ts";

/** What a search shows of a call: enough to tell it from its neighbours. */
export interface FoundCall {
  id: string;
  status: CallStatus;
  direction: string | null;
  fromNumber: string | null;
  toNumber: string | null;
  agentName: string | null;
  placedAt: string;
  /** The variable that holds what was searched for; null when something else does. */
  variable: { name: string; value: string } | null;
}

const FOUND_MAX = 8;
/** Fewer digits begin so many numbers that their calls are nobody's in particular. */
const DIGITS_MIN = 3;
const LETTERS_MIN = 2;
/** Part of a value is looked for among this many of the newest calls, in tens of milliseconds; no index knows parts. */
const READ_MAX = 5_000;
/** A whole value is looked for in every call, under the names that so many of the newest calls carry. */
const NAMES_FROM = 500;
const NAMES_MAX = 20;
/** A value that so many calls hold, and none of the newest, tells them apart no more: some of them are shown. */
const WHOLE_MAX = 1_000;

/**
 * The newest calls that somebody may mean by a text: a number or its beginning, Retell's id or ours, or the value of a
 * variable, such as a name. Each is asked of its own index, because one condition for all of them would use none.
 */
export async function searchCalls(db: Db, text: string): Promise<FoundCall[]> {
  const found = new Map<string, FoundCall>();
  const add = (calls: FoundCall[]) => {
    for (const call of calls) if (!found.has(call.id)) found.set(call.id, call);
  };
  add(await byId(db, text));
  add(await byNumber(db, text));
  add(await byVariable(db, text));
  return [...found.values()]
    .sort((one, other) => other.placedAt.localeCompare(one.placedAt) || other.id.localeCompare(one.id))
    .slice(0, FOUND_MAX);
}

async function byId(db: Db, text: string): Promise<FoundCall[]> {
  if (/\s/.test(text)) return [];
  const calls = await newest(db, sql<SqlBool>`retell_call_id = ${text}`);
  return isCallId(text) ? [...calls, ...(await newest(db, sql<SqlBool>`id = ${text}::uuid`))] : calls;
}

async function byNumber(db: Db, text: string): Promise<FoundCall[]> {
  const calls: FoundCall[] = [];
  const beginnings = numberBeginnings(text).filter((beginning) => beginning.length > DIGITS_MIN);
  for (const beginning of beginnings)
    for (const column of ["to_number", "from_number"] as const)
      calls.push(...(await newest(db, beginsWith(column, beginning))));
  return calls;
}

async function byVariable(db: Db, text: string): Promise<FoundCall[]> {
  if (text.length < LETTERS_MIN) return [];
  const calls = await byPartOfVariable(db, text);
  if (calls.length === FOUND_MAX) return calls;
  for (const name of await namesOfLate(db)) {
    const holds = sql<SqlBool>`id in (select app.find_calls_by_variable(${name}, ${text}) limit ${WHOLE_MAX})`;
    calls.push(...(await newest(db, holds)).map((call) => ({ ...call, variable: { name, value: text } })));
  }
  return calls;
}

async function namesOfLate(db: Db): Promise<string[]> {
  // Which of them have variables is asked of those only that were read: the planner takes few for it, and would
  // rather read the whole table.
  const late = db
    .selectFrom("retell_calls")
    .select("variables")
    .orderBy("placed_at", "desc")
    .orderBy("id", "desc")
    .limit(NAMES_FROM)
    .as("late");
  const rows = await db
    .selectFrom(late)
    .where(sql<boolean>`jsonb_typeof(late.variables) = 'object'`)
    .select(sql<string>`jsonb_object_keys(late.variables)`.as("name"))
    .distinct()
    .limit(NAMES_MAX)
    .execute();
  return rows.map(({ name }) => name);
}

async function byPartOfVariable(db: Db, text: string): Promise<FoundCall[]> {
  const late = selectFound(db)
    .select("variables")
    .orderBy("placed_at", "desc")
    .orderBy("id", "desc")
    .limit(READ_MAX)
    .as("late");
  const rows = await db
    .selectFrom(late)
    .innerJoinLateral(
      sql<{ name: string; value: string }>`(
        select key as name, value
        from jsonb_each_text(case when jsonb_typeof(late.variables) = 'object' then late.variables end)
        where position(lower(${text}) in lower(value)) > 0
        limit 1
      )`.as("variable"),
      (join) => join.onTrue(),
    )
    .selectAll("late")
    .select(["variable.name", "variable.value"])
    .orderBy("late.placed_at", "desc")
    .orderBy("late.id", "desc")
    .limit(FOUND_MAX)
    .execute();
  return rows.map(({ name, value, ...row }) => ({ ...foundFrom(row), variable: { name, value } }));
}

async function newest(db: Db, condition: Expression<SqlBool>): Promise<FoundCall[]> {
  const rows = await selectFound(db)
    .where(condition)
    .orderBy("placed_at", "desc")
    .orderBy("id", "desc")
    .limit(FOUND_MAX)
    .execute();
  return rows.map(foundFrom);
}

function selectFound(db: Db) {
  return db
    .selectFrom("retell_calls")
    .select(["id", "status", "direction", "from_number", "to_number", "agent_name", "placed_at"]);
}

type FoundRow = Awaited<ReturnType<ReturnType<typeof selectFound>["execute"]>>[number];

function foundFrom(row: FoundRow): FoundCall {
  return {
    id: row.id,
    status: row.status as CallStatus,
    direction: row.direction,
    fromNumber: row.from_number,
    toNumber: row.to_number,
    agentName: row.agent_name,
    placedAt: row.placed_at.toISOString(),
    variable: null,
  };
}
