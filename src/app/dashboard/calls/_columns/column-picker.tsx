"use client";

import { RotateCcw } from "lucide-react";
import { useEffect, useState } from "react";
import type { SeenFields } from "#domain/calls";
import { Button } from "#ui/button.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { toast } from "#ui/toast.tsx";
import { readSeenFields } from "../../_api/calls.ts";
import { type ChosenColumn, columnsText, defaultColumns, moved, toggled } from "./chosen-columns.ts";
import { ColumnCheck } from "./column-check.tsx";
import { ANALYSIS, fixedNames, shapeOf, VARIABLE } from "./column-names.ts";
import { SortableColumns } from "./sortable-columns.tsx";

interface ColumnPickerProps {
  columns: readonly ChosenColumn[];
  onColumns: (columns: readonly ChosenColumn[]) => void;
}

/** Which columns there are and in what order, and all that there could be. */
export function ColumnPicker({ columns, onColumns }: ColumnPickerProps) {
  const [search, setSearch] = useState("");
  const { seen, failed } = useSeenFields();
  const chosen = columns.map(({ name }) => name);
  const others = namesBesides(chosen, seen);
  const isFound = (name: string) => wordsOf(name).includes(search.trim().toLowerCase());
  const isSearching = search.trim() !== "";
  const toggle = (name: string) => onColumns(toggled(columns, name));
  function reset() {
    onColumns(defaultColumns);
    toast({
      title: "The columns are as they were at first",
      deed: { name: "Undo", run: () => onColumns(columns) },
    });
  }
  const found = { chosen: chosen.filter(isFound), others: others.filter(isFound) };
  return (
    <div className="flex flex-col">
      <div className="border-b border-line p-2">
        <TextInput
          type="search"
          aria-label="Search columns"
          placeholder="Search columns"
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <div className="flex max-h-[min(26rem,60dvh)] flex-col gap-2 overflow-y-auto overscroll-contain p-2">
        <Group title="Shown">
          <SortableColumns
            names={found.chosen}
            isSortable={!isSearching}
            onToggle={toggle}
            onMove={(name, to) => onColumns(moved(columns, name, to))}
          />
        </Group>
        <Group title="Not shown">
          <ul>
            {found.others.map((name) => (
              <li key={name} className="pl-7">
                <ColumnCheck name={name} checked={false} onToggle={toggle} />
              </li>
            ))}
          </ul>
        </Group>
        {found.chosen.length + found.others.length === 0 && (
          <p className="px-2 py-1 text-sm text-ink-muted">No call lately carried anything of that name.</p>
        )}
        {failed && (
          <p role="alert" className="px-2 text-sm text-failed">
            Names of variables could not be read. Close and open this again.
          </p>
        )}
      </div>
      <div className="flex justify-end border-t border-line p-2">
        <Button look="plain" disabled={columnsText(columns) === null} onClick={reset}>
          <RotateCcw aria-hidden="true" className="size-3.5" />
          Reset
        </Button>
      </div>
    </div>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="flex flex-col gap-0.5 [&:not(:has(li))]:hidden">
      <h2 className="px-2 text-xs text-ink-muted">{title}</h2>
      {children}
    </section>
  );
}

function useSeenFields() {
  const [seen, setSeen] = useState<SeenFields>({ variables: [], analysis: [] });
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    readSeenFields().then(setSeen, () => setFailed(true));
  }, []);
  return { seen, failed };
}

function namesBesides(chosen: readonly string[], seen: SeenFields): string[] {
  const all = [
    ...fixedNames,
    ...seen.variables.map((name) => VARIABLE + name),
    ...seen.analysis.map((name) => ANALYSIS + name),
  ];
  return all.filter((name) => !chosen.includes(name) && shapeOf(name) !== null);
}

function wordsOf(name: string): string {
  const shape = shapeOf(name);
  return `${shape?.title} ${shape?.origin ?? ""}`.toLowerCase();
}
