"use client";

import { X } from "lucide-react";
import { useTimeZone } from "#ui/clock.tsx";
import { phoneWords } from "#ui/phone-number.ts";
import { dayRangeWords, viewersZone } from "./days.ts";
import { type FilterTexts, noFilters, useFilters } from "./use-filters.ts";

type Change = Parameters<ReturnType<typeof useFilters>[1]>[0];

interface Chip {
  key: string;
  text: string;
  /** What the address is without it. */
  without: Change;
}

/** Every filter in force but the statuses, which are seen in their own row; each is taken away alone, or all together. */
export function FilterChips({ agentNames }: { agentNames: ReadonlyMap<string, string> }) {
  const [filters, setFilters] = useFilters();
  // The server cannot know the viewer's zone; until the browser has taken over, no zone counts as foreign.
  const homeZone = useTimeZone() === undefined ? viewersZone() : filters.zone;
  const chips = chipsOf(filters, agentNames, homeZone);
  if (chips.length === 0 && filters.status.length === 0) return null;
  return (
    <ul aria-label="Filters in force" className="flex flex-wrap items-center gap-1.5">
      {chips.map(({ key, text, without }) => (
        <li key={key} className="max-w-full">
          <button
            type="button"
            onClick={() => void setFilters(without)}
            className="inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full bg-accent-soft px-2.5 text-xs font-medium text-ink any-pointer-coarse:min-h-9 any-pointer-coarse:px-3"
          >
            <span className="sr-only">Remove filter </span>
            <span dir="auto" className="truncate">
              {text}
            </span>
            <X aria-hidden="true" className="size-3.5 shrink-0" />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          onClick={() => void setFilters(noFilters)}
          className="inline-flex h-7 items-center rounded-full px-2 text-xs text-ink-muted hover:bg-hover hover:text-ink any-pointer-coarse:h-9"
        >
          Clear all
        </button>
      </li>
    </ul>
  );
}

function chipsOf(
  filters: FilterTexts,
  agentNames: ReadonlyMap<string, string>,
  homeZone: string | null,
): Chip[] {
  const { direction, agent, number, from, to, zone, variable, decision } = filters;
  return [
    ...(decision ? [{ key: "decision", text: "Needs a decision", without: { decision: null } }] : []),
    ...(direction
      ? [{ key: "direction", text: directionWords(direction), without: { direction: null } }]
      : []),
    ...agent.map((id) => ({
      key: `agent ${id}`,
      text: agentNames.get(id) ?? id,
      without: { agent: orNull(agent.filter((other) => other !== id)) },
    })),
    ...(number ? [{ key: "number", text: `Number ${phoneWords(number)}…`, without: { number: null } }] : []),
    ...(from || to
      ? [
          {
            key: "days",
            text: dayRangeWords(from, to, zone === homeZone ? null : zone),
            without: { from: null, to: null, zone: null },
          },
        ]
      : []),
    ...variable.map((text) => ({
      key: `variable ${text}`,
      text: text.replace("=", ": "),
      without: { variable: orNull(variable.filter((other) => other !== text)) },
    })),
  ];
}

function directionWords(direction: string): string {
  return direction.charAt(0).toUpperCase() + direction.slice(1);
}

function orNull(texts: string[]): string[] | null {
  return texts.length > 0 ? texts : null;
}
