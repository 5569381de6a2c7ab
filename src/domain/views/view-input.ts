import type { Db } from "#database";
import { isStorable, NEWEST_FIRST, readCallOrder, readCallQuery, unknownOrderWords } from "#domain/calls";
import { type FieldProblems, Problem } from "#domain/problems";
import { COLUMNS_LENGTH_MAX, VIEW_NAME_LENGTH_MAX, type ViewContent } from "./view.ts";

export interface ViewInput extends ViewContent {
  name: string;
  isShared: boolean;
}

const fieldNames = ["name", "isShared", "query", "zone", "columns", "sort"];

/**
 * Reads what a view is to be. What is not given stays as it was `before`; of a new one only the name must be given.
 * A search that is not understood is refused. Throws a Problem that names every wrong field.
 */
export async function readViewInput(db: Db, input: unknown, before: ViewInput | null): Promise<ViewInput> {
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new Problem("invalid_input", "The request must be a JSON object.");
  const given: Record<string, unknown> = { ...input };
  const wrong: FieldProblems = Object.fromEntries(
    Object.keys(given)
      .filter((name) => !fieldNames.includes(name))
      .map((name) => [name, `A view has no “${name}”. It has ${fieldNames.join(", ")}.`]),
  );
  const or = (name: keyof ViewInput, other: unknown) => given[name] ?? before?.[name] ?? other;
  const view: ViewInput = {
    name: readName(or("name", ""), wrong),
    isShared: readTruth(or("isShared", false), wrong),
    query: readText("query", or("query", ""), wrong),
    zone: readOptional("zone", given.zone === undefined ? before?.zone : given.zone, wrong),
    columns: readOptional("columns", given.columns === undefined ? before?.columns : given.columns, wrong),
    sort: readSort(or("sort", NEWEST_FIRST), wrong),
  };
  if (view.columns !== null && view.columns.length > COLUMNS_LENGTH_MAX)
    wrong.columns = `Columns may take at most ${COLUMNS_LENGTH_MAX} characters. Choose fewer.`;
  const isAboutCalls = given.query !== undefined || given.zone !== undefined || before === null;
  // Whoever renames a view need not mend a search in which an agent has gone meanwhile.
  if (isAboutCalls && !wrong.query && !wrong.zone) Object.assign(wrong, await mistakesIn(db, view));
  const [first] = Object.values(wrong);
  if (first !== undefined) throw new Problem("invalid_input", first, wrong);
  return view;
}

async function mistakesIn(db: Db, { query, zone }: ViewContent): Promise<FieldProblems> {
  const { problems } = await readCallQuery(db, viewFilters({ query, zone }));
  return {
    ...(problems.q && { query: problems.q }),
    ...(problems.zone && { zone: problems.zone }),
  };
}

/** What of a view says which calls are shown, as the history's address has it. */
export function viewFilters({ query, zone }: Pick<ViewContent, "query" | "zone">): URLSearchParams {
  return new URLSearchParams({ ...(query !== "" && { q: query }), ...(zone !== null && { zone }) });
}

function readName(value: unknown, wrong: FieldProblems): string {
  const name = typeof value === "string" ? value.trim() : "";
  if (name === "") wrong.name = "Give the view a name.";
  else if (name.length > VIEW_NAME_LENGTH_MAX)
    wrong.name = `A name may have at most ${VIEW_NAME_LENGTH_MAX} characters.`;
  else if (!isPrintable(name)) wrong.name = "The name contains a character that cannot be shown.";
  return name;
}

/** Neither control characters nor marks that turn the direction of what follows. */
function isPrintable(text: string): boolean {
  return isStorable(text) && !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text);
}

function readTruth(value: unknown, wrong: FieldProblems): boolean {
  if (typeof value !== "boolean") wrong.isShared = "isShared must be true or false.";
  return value === true;
}

function readText(name: string, value: unknown, wrong: FieldProblems): string {
  if (typeof value === "string" && isStorable(value)) return value.trim();
  wrong[name] = `${name} must be text, without characters that cannot be kept.`;
  return "";
}

function readOptional(name: string, value: unknown, wrong: FieldProblems): string | null {
  return value === undefined || value === null || value === "" ? null : readText(name, value, wrong);
}

function readSort(value: unknown, wrong: FieldProblems): ViewContent["sort"] {
  const order = readCallOrder(String(value));
  if (order === null) wrong.sort = unknownOrderWords(String(value));
  return order ?? NEWEST_FIRST;
}
