import type { JsonObject } from "./retell-call.ts";

/** Filled in by Retell itself, so nobody needs to give them. */
const systemVariables = new Set([
  "current_agent_state",
  "previous_agent_state",
  "current_time",
  "current_hour",
  "current_calendar",
  "session_type",
  "session_duration",
  "direction",
  "user_number",
  "agent_number",
  "call_id",
  "call_type",
  "chat_id",
]);
const systemPrefixes = ["current_time_", "current_hour_", "current_calendar_"];

const placeholder = /\{\{\s*([^{}\s](?:[^{}]*[^{}\s])?)\s*\}\}/g;

/** The names used as {{name}} anywhere in a prompt, flow or agent, in order of first use. */
export function promptVariablesIn(...sources: unknown[]): string[] {
  const names = new Set<string>();
  for (const text of sources.flatMap(textsIn)) {
    for (const [, name] of text.matchAll(placeholder)) {
      if (name && !systemVariables.has(name) && !systemPrefixes.some((prefix) => name.startsWith(prefix)))
        names.add(name);
    }
  }
  return [...names];
}

/** For each of those names the fields of the sources in which it is used, by Retell's names. */
export function variablePlacesIn(...sources: JsonObject[]): Record<string, string[]> {
  const places = new Map<string, Set<string>>();
  for (const [field, value] of sources.flatMap(Object.entries)) {
    for (const name of promptVariablesIn(value)) places.set(name, (places.get(name) ?? new Set()).add(field));
  }
  return Object.fromEntries([...places].map(([name, fields]) => [name, [...fields]]));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
