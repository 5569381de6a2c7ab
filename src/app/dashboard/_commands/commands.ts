import type { LucideIcon } from "lucide-react";

/** Something that can be done from anywhere on a page: by its keys, or by its name in the command palette. */
export interface Command {
  /** Unique among the commands of a page; a later one of the same id replaces the earlier. */
  id: string;
  name: string;
  /** Under which heading it stands; pages name theirs after what they show. */
  group: string;
  /** Other words that it may be looked for by. */
  words?: string;
  Icon?: LucideIcon;
  /** In the words of tinykeys: `c`, `g c` one after the other, `$mod+k`, `[Shift]+?`. */
  keys?: string;
  /** Also while something is being typed; for keys that type nothing by themselves. */
  isForFields?: boolean;
  /** Only by its keys: it makes no sense to choose it by name, as with a step to the next row. */
  isOnlyForKeys?: boolean;
  run: () => void;
}

const registered = new Map<string, Command>();
const listeners = new Set<() => void>();
let snapshot: readonly Command[] = [];

/** Adds a command until the answer is called. */
export function register(command: Command): () => void {
  registered.set(command.id, command);
  changed();
  return () => {
    // Whoever replaced it keeps its own.
    if (registered.get(command.id) !== command) return;
    registered.delete(command.id);
    changed();
  };
}

export function onCommands(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Every command of this moment, those registered last at the end. */
export function commands(): readonly Command[] {
  return snapshot;
}

/** For a button that does what a command does. */
export function runCommand(id: string): void {
  registered.get(id)?.run();
}

function changed(): void {
  snapshot = [...registered.values()];
  for (const listener of listeners) listener();
}
