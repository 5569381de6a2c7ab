"use client";

import { type inferParserType, useQueryStates } from "nuqs";
import { createContext, type TransitionStartFunction, use } from "react";
import { filterParams } from "./filter-params.ts";

export type FilterTexts = inferParserType<typeof filterParams>;

/** The list fades while the server reads it anew. */
export const FilterTransition = createContext<TransitionStartFunction | undefined>(undefined);

/** The filters as the address has them, and how to change some; each change is a step that "back" undoes. */
export function useFilters() {
  const startTransition = use(FilterTransition);
  return useQueryStates(filterParams, {
    shallow: false,
    history: "push",
    ...(startTransition && { startTransition }),
  });
}

export const noFilters = {
  status: null,
  direction: null,
  agent: null,
  number: null,
  from: null,
  to: null,
  zone: null,
  variable: null,
  decision: null,
} as const;
