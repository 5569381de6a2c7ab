"use client";

import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import type { SearchField as Field, SearchMistake } from "#domain/calls";
import { Button } from "#ui/button.tsx";
import { Later } from "#ui/later.ts";
import type { Choice } from "#ui/pick-one.tsx";
import { useLater } from "#ui/use-later.ts";
import { SearchField } from "./search-field.tsx";
import { StatusToggles } from "./status-toggles.tsx";
import { TermChips } from "./term-chips.tsx";
import { useSearch } from "./use-search.ts";

const panel = new Later(() => import("./filters-panel.tsx"));

interface CallSearchProps {
  fields: readonly Field[];
  agents: Choice[];
  /** What could not be understood in this search, which was the address's when the page was made. */
  mistakes: { text: string; found: readonly SearchMistake[] };
}

/** One text asks for calls; the switches, the panel and the chips below it are other ways to write that text. */
export function CallSearch({ fields, agents, mistakes }: CallSearchProps) {
  const search = useSearch();
  const [isOpen, setOpen] = useState(false);
  const code = useLater(panel, { isWanted: isOpen, onFailed: () => setOpen(false) });
  return (
    <div className="flex flex-col gap-2.5">
      <div className="flex items-start gap-2">
        <SearchField
          search={search}
          fields={fields}
          mistakes={search.applied === mistakes.text ? mistakes.found : []}
        />
        <Button
          aria-expanded={isOpen}
          aria-controls="filters"
          onClick={() => setOpen(!isOpen)}
          className="min-h-9"
        >
          <SlidersHorizontal aria-hidden="true" className="size-3.5" />
          <span className="max-sm:sr-only">Filters</span>
        </Button>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <StatusToggles search={search} />
        <TermChips search={search} fields={fields} />
      </div>
      {isOpen && code && <code.FiltersPanel search={search} agents={agents} />}
    </div>
  );
}
