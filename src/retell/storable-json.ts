const NUL = String.fromCharCode(0);
const REPLACEMENT = "�";
/** NUL and lone surrogates as JSON writes them: valid there, but no Postgres text can hold them. */
const unstorable = /\\u(0000|[dD][89a-fA-F])/;

/** Parses JSON into what Postgres can store. Throws a SyntaxError as JSON.parse does. */
export function parseStorableJson(body: string): unknown {
  return unstorable.test(body) ? JSON.parse(body, clean) : JSON.parse(body);
}

/** A copy of parsed JSON in which every text is one that Postgres can store. */
export function storable(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [cleanText(name), storable(item)]));
}

function clean(this: unknown, _name: string, value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  if (entries.every(([name]) => cleanText(name) === name)) return value;
  return Object.fromEntries(entries.map(([name, item]) => [cleanText(name), item]));
}

function cleanText(text: string): string {
  return text.replaceAll(NUL, REPLACEMENT).toWellFormed();
}
