"use client";

import { CornerDownRight, History } from "lucide-react";
import { useMemo } from "react";
import type { Command } from "../_commands/commands.ts";
import { useCommands } from "../_commands/use-commands.ts";
import { useGo } from "../_reach/use-reach.ts";
import type { Entry, EntryGroup } from "./entry.ts";
import { foundEntries, leading, numberEntry } from "./found-entries.ts";
import { rank } from "./rank.ts";
import { type Recent, recentChoices } from "./recent.ts";
import { useSearch } from "./use-search.ts";

/** What stands in the palette for a text: without one what was chosen of late, and every command of the page. */
export function useEntries(text: string) {
  const go = useGo();
  const commands = useCommands();
  const { found, searching, failure } = useSearch(text);
  const groups = useMemo(() => {
    const offered = commands.filter(({ isOnlyForKeys }) => !isOnlyForKeys);
    if (text === "") return withRecent(recentChoices(), offered, go);
    const number = numberEntry(text, go);
    const matching = rank(
      offered.map((command) => ({ ...command, words: `${command.words ?? ""} ${command.group}` })),
      text,
    );
    return [
      ...(matching.length > 0 ? [{ name: "Commands", items: matching.map(commandEntry) }] : []),
      ...(number ? [{ name: "History", items: [number] }] : []),
      ...(found ? foundEntries(found, go) : []),
    ];
  }, [text, commands, found, go]);
  return { groups, searching, failure };
}

function withRecent(
  recent: Recent[],
  commands: readonly Command[],
  go: (href: string) => void,
): EntryGroup[] {
  const byId = new Map(commands.map((command) => [`command ${command.id}`, command]));
  const again = recent.flatMap(({ id, title, note, href }) => {
    const command = byId.get(id);
    if (command) return [commandEntry(command)];
    if (href === undefined) return [];
    return [leading(go, { id, title, href, Icon: History, ...(note !== undefined && { note }) })];
  });
  const chosen = new Set(again.map(({ id }) => id));
  const rest = commands.map(commandEntry).filter(({ id }) => !chosen.has(id));
  const groupOf = new Map(commands.map(({ id, group }) => [`command ${id}`, group]));
  const groups = Map.groupBy(rest, ({ id }) => groupOf.get(id) ?? "");
  return [
    ...(again.length > 0 ? [{ name: "Chosen of late", items: again }] : []),
    ...[...groups].map(([name, items]) => ({ name, items })),
  ];
}

function commandEntry({ id, name, Icon = CornerDownRight, keys, run }: Command): Entry {
  return { id: `command ${id}`, title: name, Icon, run, ...(keys !== undefined && { keys }) };
}
