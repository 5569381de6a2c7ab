import { sql } from "kysely";
import type { Db } from "#database";
import { disconnectionWords, knownReasons } from "../call.ts";
import { numberBeginnings } from "../number-beginnings.ts";
import type { NumberColumn } from "./conditions.ts";
import { type FieldChoice, findField, type SearchFieldName, searchFields } from "./fields.ts";
import { listSeenAgents, listSeenNumbers } from "./list-seen.ts";
import { knownSentiments } from "./read-term.ts";
import { seenBy } from "./seen.ts";

const COMPLETIONS_MAX = 20;
/** Names and values of variables and findings are those of so many newest calls, however many there are. */
const CALLS_LOOKED_AT = 1000;
const BEGINNING_MAX = 200;

/**
 * What may be written for a field, given how it begins: words that there are, and values that calls have. For the
 * field `var.` or `analysis.` alone, the names that may follow. Empty for a field that nobody knows.
 */
export async function completeSearch(
  db: Db,
  { field, begins }: { field: string; begins: string },
): Promise<FieldChoice[]> {
  const dotted = ["var.", "analysis."].find((name) => name === field);
  const text = begins.slice(0, BEGINNING_MAX);
  if (dotted) return matching(await namesOf(db, dotted === "var." ? "variables" : "findings"), text);
  const found = findField(field);
  if (found === null) return [];
  const numbers = numberColumns[found.name];
  if (numbers) return completeNumber(db, numbers, text);
  const choices = searchFields.find(({ name }) => name === found.name)?.choices ?? [];
  return matching([...choices, ...(await seenChoices(db, found))], text);
}

const numberColumns: Partial<Record<SearchFieldName, NumberColumn[]>> = {
  number: ["to_number", "from_number"],
  to: ["to_number"],
  from: ["from_number"],
};

async function seenChoices(
  db: Db,
  { name, of }: { name: SearchFieldName; of: string },
): Promise<FieldChoice[]> {
  switch (name) {
    case "agent":
      return agentChoices(db);
    case "by":
      return (await seenBy(db).people()).map(({ names: [person = "", email = ""] }) => ({
        value: email,
        label: person,
      }));
    case "reason": {
      const reasons = new Set([...(await seenBy(db).reasons()), ...knownReasons]);
      return [...reasons].map((value) => ({ value, label: disconnectionWords(value) ?? value }));
    }
    case "sentiment": {
      const sentiments = new Set([...knownSentiments, ...(await seenBy(db).sentiments())]);
      return [...sentiments].map((value) => ({ value: value.toLowerCase(), label: value }));
    }
    case "var.":
      return valuesOf(db, "variables", of);
    case "analysis.":
      return valuesOf(db, "findings", of);
    default:
      return [];
  }
}

/** By name; by id where several have the same. */
async function agentChoices(db: Db): Promise<FieldChoice[]> {
  const agents = await listSeenAgents(db);
  const isShared = (name: string) => agents.filter((agent) => agent.name === name).length > 1;
  return agents
    .map(({ id, name }) => ({
      value: name === null || isShared(name) ? id : name,
      label: name === null || isShared(name) ? (name ?? id) : id,
    }))
    .sort((one, other) => one.value.localeCompare(other.value));
}

async function completeNumber(db: Db, columns: NumberColumn[], text: string): Promise<FieldChoice[]> {
  const found = new Set<string>();
  if (text.trim() === "") {
    const { rows } = await sql<{ to_number: string | null; from_number: string | null }>`
      select to_number, from_number from retell_calls order by placed_at desc, id desc limit ${CALLS_LOOKED_AT}`.execute(
      db,
    );
    for (const row of rows) for (const column of columns) if (row[column] !== null) found.add(row[column]);
  } else {
    for (const beginning of numberBeginnings(text))
      for (const column of columns)
        for (const number of await listSeenNumbers(db, column, beginning, COMPLETIONS_MAX)) found.add(number);
  }
  const owned = await db.selectFrom("retell_numbers").select(["phone_number", "nickname"]).execute();
  const names = new Map(owned.map((number) => [number.phone_number, number.nickname ?? "One of ours"]));
  return [...found].slice(0, COMPLETIONS_MAX).map((value) => ({ value, label: names.get(value) ?? "" }));
}

/** The newest calls and the objects whose names and values are looked at. Filtered afterwards: no index could help. Details are looked up one by one, never read through. */
function newest(what: "variables" | "findings") {
  return what === "variables"
    ? sql`select variables as found from retell_calls order by placed_at desc, id desc limit ${CALLS_LOOKED_AT}`
    : sql`select (
            select details.analysis -> 'custom_analysis_data' from retell_call_details as details where details.call_id = newest.id
          ) as found
          from (select id from retell_calls order by placed_at desc, id desc limit ${CALLS_LOOKED_AT}) as newest`;
}

async function namesOf(db: Db, what: "variables" | "findings"): Promise<FieldChoice[]> {
  const { rows } = await sql<{ name: string; calls: number }>`
    select name, count(*)::int as calls
    from (${newest(what)}) as calls
    cross join lateral jsonb_object_keys(case when jsonb_typeof(found) = 'object' then found else '{}' end) as name
    group by name order by calls desc, name`.execute(db);
  return rows.map(({ name, calls }) => ({ value: name, label: callsWords(calls) }));
}

async function valuesOf(db: Db, what: "variables" | "findings", name: string): Promise<FieldChoice[]> {
  const { rows } = await sql<{ value: string; calls: number }>`
    select found ->> ${name} as value, count(*)::int as calls
    from (${newest(what)}) as calls
    where jsonb_typeof(found -> ${name}) in ('string', 'number', 'boolean')
    group by value order by calls desc, value`.execute(db);
  return rows.map(({ value, calls }) => ({ value, label: callsWords(calls) }));
}

function callsWords(calls: number): string {
  return calls === 1 ? "one recent call" : `${calls} recent calls`;
}

/** What begins so comes first, then what holds it somewhere. */
function matching(choices: readonly FieldChoice[], text: string): FieldChoice[] {
  const wanted = text.toLowerCase();
  const begins = choices.filter(({ value }) => value.toLowerCase().startsWith(wanted));
  const holds = choices.filter(
    ({ value, label }) =>
      !value.toLowerCase().startsWith(wanted) && `${value} ${label}`.toLowerCase().includes(wanted),
  );
  return [...begins, ...holds].slice(0, COMPLETIONS_MAX);
}
