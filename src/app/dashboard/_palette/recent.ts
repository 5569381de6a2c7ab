import type { Entry } from "./entry.ts";

/** Kept in the tab only, and taken along by signing out: names and numbers of people stand in it. */
const KEY = "switchboard-recent";
const KEPT_MAX = 6;

/** What was chosen of late, newest first: a command by its id, anything else by where it leads. */
export type Recent = Pick<Entry, "id" | "title"> & { note?: string; href?: string };

export function recentChoices(): Recent[] {
  const text = window.sessionStorage.getItem(KEY);
  return text === null ? [] : JSON.parse(text);
}

export function rememberChoice({ id, title, note, href }: Entry): void {
  const choice: Recent = {
    id,
    title,
    ...(note !== undefined && { note }),
    ...(href !== undefined && { href }),
  };
  const others = recentChoices().filter((other) => other.id !== id);
  window.sessionStorage.setItem(KEY, JSON.stringify([choice, ...others].slice(0, KEPT_MAX)));
}
