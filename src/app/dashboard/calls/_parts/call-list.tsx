"use client";

import { ArrowUp } from "lucide-react";
import { useRef, useTransition } from "react";
import type { FieldProblems } from "#domain/problems";
import { classNames } from "#ui/class-names.ts";
import type { Choice } from "#ui/pick-one.tsx";
import type { CallsPage } from "../../_api/calls.ts";
import { CallRow } from "./call-row.tsx";
import { callColumns, rowGrid } from "./columns.ts";
import { FilterBar } from "./filter-bar.tsx";
import { MoreCalls } from "./more-calls.tsx";
import { NoCalls, UnreadableFilters } from "./no-calls.tsx";
import { useCallList } from "./use-call-list.ts";
import { FilterTransition } from "./use-filters.ts";
import { useRowLinks } from "./use-row-links.ts";

interface RowsProps {
  first: CallsPage;
  /** The filters as they stand in the address. */
  filters: string;
}

interface CallListProps extends Omit<RowsProps, "first"> {
  /** Null when the filters could not be read. */
  first: CallsPage | null;
  agents: Choice[];
  problems: FieldProblems;
}

/** The list under its filters; other filters are another list. */
export function CallList({ first, filters, agents, problems }: CallListProps) {
  const [pending, startTransition] = useTransition();
  return (
    <div className="flex flex-col gap-3">
      <FilterTransition value={startTransition}>
        <FilterBar agents={agents} problems={problems} />
      </FilterTransition>
      <div
        aria-busy={pending}
        className={classNames("@container transition-opacity", pending && "opacity-55")}
      >
        {first ? <Rows key={filters} first={first} filters={filters} /> : <UnreadableFilters />}
      </div>
    </div>
  );
}

function Rows({ first, filters }: RowsProps) {
  const { rows, waiting, arrived, nextCursor, loading, loadMore, reveal } = useCallList(first, filters);
  const body = useRef<HTMLTableSectionElement>(null);
  useRowLinks(body);
  if (rows.length === 0 && waiting.length === 0) return <NoCalls filtered={filters !== ""} />;
  return (
    <>
      <NewCallsPill count={waiting.length} onReveal={reveal} />
      <table className="block rounded-lg border border-line bg-surface text-left shadow-raised">
        <caption className="sr-only">Calls, newest first</caption>
        <thead className="sticky top-0 z-10 hidden rounded-t-lg bg-surface @[56rem]:block">
          <tr className={classNames(rowGrid, "h-9 border-b border-line text-xs text-ink-muted")}>
            {callColumns.map((column) => (
              <th key={column.name} scope="col" className={classNames("font-medium", column.place)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} className="block divide-y divide-line">
          {rows.map((call) => (
            <CallRow key={call.id} call={call} arrived={arrived.has(call.id)} />
          ))}
        </tbody>
      </table>
      <MoreCalls count={rows.length} more={nextCursor !== null} loading={loading} onMore={loadMore} />
    </>
  );
}

function NewCallsPill({ count, onReveal }: { count: number; onReveal: () => void }) {
  return (
    <div
      role="status"
      className="pointer-events-none sticky top-3 z-20 @[56rem]:top-12 flex h-0 justify-center"
    >
      {count > 0 && (
        <button
          type="button"
          onClick={onReveal}
          className="pointer-events-auto inline-flex h-8 items-center gap-1.5 rounded-full bg-accent px-3.5 text-sm font-medium text-on-accent shadow-popup hover:bg-accent-strong"
        >
          <ArrowUp aria-hidden="true" className="size-4" />
          {count} new
        </button>
      )}
    </div>
  );
}
