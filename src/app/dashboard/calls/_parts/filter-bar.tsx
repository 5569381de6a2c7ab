"use client";

import { SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import type { FieldProblems } from "#domain/problems";
import { Button } from "#ui/button.tsx";
import type { Choice } from "#ui/pick-one.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { FilterPanel } from "./filter-panel.tsx";
import { StatusFilter } from "./status-filter.tsx";

/** Statuses in sight, everything else a press away; what is in force stays in sight as chips. */
export function FilterBar({ agents, problems }: { agents: Choice[]; problems: FieldProblems }) {
  const [asked, setAsked] = useState(false);
  const isOpen =
    asked ||
    ["number", "direction", "agent", "from", "to", "zone", "variable"].some((name) => problems[name]);
  return (
    <div className="flex flex-col gap-2.5">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <StatusFilter />
        <Button aria-expanded={isOpen} aria-controls="filters" onClick={() => setAsked(!isOpen)}>
          <SlidersHorizontal aria-hidden="true" className="size-3.5" />
          Filters
        </Button>
      </div>
      {isOpen && <FilterPanel agents={agents} problems={problems} />}
      <FilterChips agentNames={new Map(agents.map(({ value, label }) => [value, label]))} />
    </div>
  );
}
