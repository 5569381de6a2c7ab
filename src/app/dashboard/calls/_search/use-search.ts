"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { createContext, type TransitionStartFunction, use, useEffect, useEffectEvent, useState } from "react";
import { readQuery } from "#query";
import { viewersZone } from "#ui/viewers-zone.ts";

/** How another search is come by: by rows alone where that tells all that the page would, or by the whole page. */
export interface Steps {
  begin: (text: string) => "rows" | "page";
  /** The list fades while the server makes the page anew. */
  startTransition: TransitionStartFunction;
}

export const SearchSteps = createContext<Steps | null>(null);

/** Fields whose days begin at the viewer's midnight. */
const dayFields = ["started", "placed"];
const address = { q: parseAsString, zone: parseAsString, view: parseAsString };

export interface Search {
  /** As it stands in the field. */
  text: string;
  /** As it stands in the address, which is what the page shows. */
  applied: string;
  type: (text: string) => void;
  /** Puts it into the address: a step that "back" undoes. */
  apply: (text: string) => void;
}

/** The search as it is being typed, and as the address has it. */
export function useSearch(): Search {
  const steps = use(SearchSteps);
  const [{ q, zone, view }, setAddress] = useQueryStates(address);
  const stepTo = (text: string) =>
    steps?.begin(text) === "rows"
      ? { shallow: true }
      : { shallow: false, ...(steps && { startTransition: steps.startTransition }) };
  const applied = q ?? "";
  const [typed, setTyped] = useState({ text: applied, over: applied });
  // Another address, by a step back or a link, is another text to begin with.
  const text = typed.over === applied ? typed.text : applied;

  // Whoever made the address may not have known the viewer's zone, without which a day is one of UTC.
  const nameZone = useEffectEvent(() => {
    if (zone === null && hasDays(applied))
      void setAddress({ zone: viewersZone() }, { history: "replace", ...stepTo(applied) });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each other search may be the first with days.
  useEffect(() => nameZone(), [applied]);

  return {
    text,
    applied,
    type: (next) => setTyped({ text: next, over: applied }),
    apply: (next) => {
      const wanted = next.trim() === "" ? null : next;
      setTyped({ text: next, over: wanted ?? "" });
      const days = wanted !== null && hasDays(wanted) ? (zone ?? viewersZone()) : null;
      // With a view in the address, one without a search would ask for the search of the view.
      const none = view === null ? null : "";
      void setAddress({ q: wanted ?? none, zone: days }, { history: "push", ...stepTo(next) });
    },
  };
}

function hasDays(text: string): boolean {
  return readQuery(text).terms.some(({ field }) => dayFields.includes(field?.toLowerCase() ?? ""));
}
