"use client";

import { parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from "nuqs";
import { type ReactNode, useCallback, useEffect, useMemo, useState, useTransition } from "react";
import type { CallOrder } from "#domain/calls";
import { Button } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { Notice } from "#ui/notice.tsx";
import type { CallsPage } from "../../_api/calls.ts";
import { fieldsFor } from "../_columns/column-names.ts";
import { useColumns } from "../_columns/use-columns.ts";
import { SearchSteps } from "../_search/use-search.ts";
import { filtersIn, queryKey } from "./address.ts";
import { NEWEST_FIRST, orderWords } from "./call-sort.ts";
import { CallTable } from "./call-table.tsx";
import { UnreadableFilters } from "./no-calls.tsx";
import { useShownPage } from "./use-shown-page.ts";

interface CallListProps {
  /** Null when the filters could not be read. */
  first: CallsPage | null;
  /** The search as it stood in the address when the page was made. */
  filters: string;
  order: CallOrder;
  /** The columns this person chose last. */
  ownColumns: string | null;
  /** The page says something that holds for this address alone. */
  isOwnToAddress: boolean;
  /** What stands above the list and asks for other calls. */
  search: ReactNode;
}

const orders = Object.keys(orderWords) as CallOrder[];
const address = { q: parseAsString, zone: parseAsString };

/** The list under its search; another search is another list, and so is another order. */
export function CallList({ first, filters, order, ownColumns, isOwnToAddress, search }: CallListProps) {
  const [pending, startTransition] = useTransition();
  const [{ q, zone }] = useQueryStates(address);
  const [sort, setSort] = useQueryState("sort", parseAsStringLiteral(orders).withDefault(NEWEST_FIRST));
  const { columns, change: onColumns } = useColumns(ownColumns);
  const names = useSteadyNames(columns.map(({ name }) => name));
  const fields = useMemo(() => fieldsFor(names), [names]);
  const wanted = {
    filters: filtersIn(new URLSearchParams({ q: q ?? "", ...(zone !== null && { zone }) })),
    order: sort,
    fields,
  };
  const { shown, isReading, failure, again, awaitPage } = useShownPage(
    { query: { filters, order, fields }, page: first },
    wanted,
  );
  const steps = useMemo(
    () => ({
      begin: (text: string) => {
        if (first !== null && !isOwnToAddress && !text.includes(DECISION)) return "rows" as const;
        awaitPage();
        return "page" as const;
      },
      startTransition,
    }),
    [first, isOwnToAddress, awaitPage],
  );
  const onOrder = useCallback(
    (next: CallOrder) => void setSort(next, { history: "push", scroll: true }),
    [setSort],
  );
  const isBusy = pending || isReading;
  const isLong = useIsLong(isBusy);
  return (
    <div className="flex flex-col gap-3">
      <SearchSteps value={steps}>{search}</SearchSteps>
      {failure !== null && (
        <Notice tone="failure" role="alert" title="The calls could not be read">
          <p className="pb-2">{failure} Below are those from before.</p>
          <Button onClick={again}>Try again</Button>
        </Notice>
      )}
      <div
        aria-busy={isBusy}
        className={classNames("transition-opacity", (isLong || failure !== null) && "opacity-55")}
      >
        {shown.page ? (
          <CallTable
            key={queryKey(shown.query)}
            first={shown.page}
            filters={shown.query.filters}
            order={shown.query.order}
            onOrder={onOrder}
            columns={columns}
            names={names}
            fields={fields}
            onColumns={onColumns}
          />
        ) : (
          <UnreadableFilters />
        )}
      </div>
    </div>
  );
}

/** Rows that come at once need not fade first, which would only have them come later. */
const FADES_AFTER_MS = 150;

function useIsLong(isBusy: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!isBusy) return;
    const timer = setTimeout(() => setLong(true), FADES_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isBusy]);
  return isBusy && isLong;
}

/** Of calls that wait for a decision the page says how many there are, except where they are what it shows. */
const DECISION = "decision";

/** The same array as long as the names are the same, so that a column's width is no news to the rows. */
function useSteadyNames(names: string[]): readonly string[] {
  const text = JSON.stringify(names);
  return useMemo(() => JSON.parse(text), [text]);
}
