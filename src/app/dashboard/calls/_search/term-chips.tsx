"use client";

import { X } from "lucide-react";
import type { SearchField } from "#domain/calls";
import { type PlacedTerm, readQuery, removeTerm, type Value } from "#query";
import { findSearchField } from "./completion.ts";
import type { Search } from "./use-search.ts";

/** Every term but the statuses, which are seen in their own row; each is taken away alone, or all together. */
export function TermChips({ search, fields }: { search: Search; fields: readonly SearchField[] }) {
  const { terms } = readQuery(search.text);
  const chips = terms.filter(({ field, negated }) => field !== "status" || negated);
  if (terms.length === 0) return null;
  return (
    <ul aria-label="Filters in force" className="flex min-w-0 flex-wrap items-center gap-1.5">
      {chips.map((term) => (
        <li key={term.span.from} className="max-w-full">
          <button
            type="button"
            onClick={() => search.apply(removeTerm(search.text, term))}
            className="inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-full bg-accent-soft px-2.5 text-xs font-medium text-ink any-pointer-coarse:min-h-9 any-pointer-coarse:px-3"
          >
            <span className="sr-only">Remove filter </span>
            <span dir="auto" className="truncate">
              {termWords(term, fields)}
            </span>
            <X aria-hidden="true" className="size-3.5 shrink-0" />
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          onClick={() => search.apply("")}
          className="inline-flex h-7 items-center rounded-full px-2 text-xs text-ink-muted hover:bg-hover hover:text-ink any-pointer-coarse:h-9"
        >
          Clear all
        </button>
      </li>
    </ul>
  );
}

function termWords({ field, negated, values }: PlacedTerm, fields: readonly SearchField[]): string {
  const found = field === null ? undefined : findSearchField(field, fields);
  const name = found?.name.endsWith(".") ? field?.slice(found.name.length) : (found?.label ?? field);
  const words = values.map(valueWords).join(" or ");
  return `${negated ? "Not " : ""}${name === undefined || name === null ? words : `${name}: ${words}`}`;
}

function valueWords(value: Value): string {
  switch (value.kind) {
    case "is":
      return value.text;
    case "compare":
      return `${value.comparison} ${value.text}`;
    case "range":
      return `${value.first ?? ""} – ${value.last ?? ""}`.trim();
  }
}
