"use client";

import { numberFormat } from "#ui/formats.ts";
import type { CallListState } from "./call-list-state.ts";
import { totalOf } from "./total-of.ts";
import { useTotal } from "./use-total.ts";

/** How many calls the list has in all: a number, or that there are more than one. */
export function ListTotal({ filters, list }: { filters: string; list: CallListState }) {
  const { count, isMore } = totalOf(list, useTotal(filters));
  const words = `${numberFormat({}).format(count)}${isMore ? "+" : ""}`;
  return (
    <p className="figures mr-auto whitespace-nowrap text-sm text-ink-muted">
      {words}
      <span className="sr-only @[21rem]/calls:not-sr-only">
        {count === 1 && !isMore ? " call" : " calls"}
      </span>
    </p>
  );
}
