import { existsSync, readFileSync } from "node:fs";

/** The lines of a file, none if it is not there. A line torn by a crash is skipped. */
export function readJsonLines<T>(path: string): T[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((text) => parseLine<T>(text));
}

function parseLine<T>(text: string): T[] {
  try {
    return text.trim() === "" ? [] : [JSON.parse(text) as T];
  } catch {
    return [];
  }
}
