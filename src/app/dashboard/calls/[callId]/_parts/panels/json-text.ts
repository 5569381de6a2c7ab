/** A value of unknown make as text to read: JSON is laid out, text stays as it is, nothing is null. */
export function jsonText(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  const given = typeof value === "string" ? parsed(value) : value;
  if (typeof given === "string") return given;
  if (typeof given === "object" && given !== null && Object.keys(given).length === 0) return null;
  return JSON.stringify(given, null, 2);
}

function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value as one reads it in a list of facts. */
export function valueWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (value === null || value === undefined) return "–";
  return typeof value === "string" ? value : (jsonText(value) ?? JSON.stringify(value));
}
