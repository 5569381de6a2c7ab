/** What texts of many variables are wrapped in where they are copied from: our own API's body, and Retell's. */
const wrappers = ["variables", "retell_llm_dynamic_variables"];

/** A name in lines of name=value; prose that happens to hold an equals sign has blanks before it. */
const assignment = /^\s*([^\s={}"']+)\s*=(.*)$/;

/**
 * The variables that a pasted text holds: a JSON object, lines of name=value, or rows of a sheet, either
 * names above values or a name and a value in each. Null for any other text, which is then a value itself.
 */
export function pastedVariables(text: string, known: readonly string[] = []): Map<string, string> | null {
  const found = fromJson(text) ?? fromSheet(text, known) ?? fromLines(text);
  return found && found.size > 0 ? found : null;
}

function fromJson(text: string): Map<string, string> | null {
  if (!/^\s*\{[\s\S]*\}\s*$/.test(text)) return null;
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    // Not JSON after all, such as {{customer_name}}.
    return null;
  }
  if (!isObject(read)) return null;
  const within = wrappers.map((name) => (Object.hasOwn(read, name) ? read[name] : null)).find(isObject);
  const entries = Object.entries(within ?? read).filter(
    ([name, value]) => name.trim() !== "" && value !== null,
  );
  return new Map(entries.map(([name, value]) => [name.trim(), wordsOf(value)]));
}

/** Retell takes texts only. */
function wordsOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fromLines(text: string): Map<string, string> | null {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const found = lines.map((line) => assignment.exec(line));
  if (lines.length < 2 || found.some((match) => match === null)) return null;
  return new Map(found.map((match) => [match?.[1] ?? "", unquoted((match?.[2] ?? "").trim())]));
}

function unquoted(text: string): string {
  return /^(["'])([\s\S]*)\1$/.exec(text)?.[2] ?? text;
}

function fromSheet(text: string, known: readonly string[]): Map<string, string> | null {
  if (!text.includes("\t")) return null;
  const rows = sheetRows(text).filter((row) => row.some((cell) => cell.trim() !== ""));
  const width = Math.max(...rows.map((row) => row.length));
  const [names = [], values = []] = rows;
  const isPairs =
    width === 2 && (rows.length > 2 || rows.every(([name = ""]) => known.includes(name.trim())));
  if (isPairs) return named(rows.map(([name = "", value = ""]) => [name, value]));
  if (rows.length !== 2) return null;
  return named(names.map((name, column) => [name, values[column] ?? ""]));
}

function named(pairs: [name: string, value: string][]): Map<string, string> | null {
  const trimmed = pairs.map(([name, value]) => [name.trim(), value] as const);
  return trimmed.some(([name]) => name === "" || /[{}]/.test(name)) ? null : new Map(trimmed);
}

/** Cells as sheets copy them: with tabs between, and in quotes where one holds a tab, a line's end or a quote. */
function sheetRows(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = "", end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain.replace(/\r$/, ""));
    if (end === "") break;
    if (end !== "\t") rows.push([]);
  }
  return rows;
}
