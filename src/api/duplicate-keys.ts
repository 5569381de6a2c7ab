const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/**
 * The first name that a JSON text gives twice within one object, as a path from the top such as
 * `variables.clinic_name`; null when there is none. JSON.parse keeps the last one silently.
 */
export function findDuplicateKey(json: string): string | null {
  const open: ({ names: Set<string>; name: string } | "array")[] = [];
  const tokens = json.match(token) ?? [];
  for (const [index, text] of tokens.entries()) {
    if (text === "{") open.push({ names: new Set(), name: "" });
    else if (text === "[") open.push("array");
    else if (text === "}" || text === "]") open.pop();
    else if (tokens[index + 1] === ":") {
      const object = open.at(-1);
      if (object === undefined || object === "array") continue;
      object.name = readName(text);
      if (object.names.has(object.name))
        return open.flatMap((level) => (level === "array" ? [] : level.name)).join(".");
      object.names.add(object.name);
    }
  }
  return null;
}

function readName(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}
