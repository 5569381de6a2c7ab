"use client";

import { ArrowUp } from "lucide-react";
import { useRef, useTransition } from "react";
import type { CallStatus } from "#domain/calls";
import { classNames } from "#ui/class-names.ts";
import type { CallsPage } from "../../_api/calls.ts";
import { CallRow } from "./call-row.tsx";
import { callColumns, rowGrid } from "./columns.ts";
import { MoreCalls } from "./more-calls.tsx";
import { NoCalls } from "./no-calls.tsx";
import { StatusFilter } from "./status-filter.tsx";
import { useCallList } from "./use-call-list.ts";
import { useRowLinks } from "./use-row-links.ts";

interface CallListProps {
  first: CallsPage;
  statuses: CallStatus[];
}

/** The list under its filter; another filter is another list. */
export function CallList({ first, statuses }: CallListProps) {
  const [pending, startTransition] = useTransition();
  return (
    <div className="flex flex-col gap-3">
      <StatusFilter startTransition={startTransition} />
      <div
        aria-busy={pending}
        className={classNames("@container transition-opacity", pending && "opacity-55")}
      >
        <Rows key={statuses.join()} first={first} statuses={statuses} />
      </div>
    </div>
  );
}

function Rows({ first, statuses }: CallListProps) {
  const { rows, waiting, arrived, nextCursor, loading, loadMore, reveal } = useCallList(first, statuses);
  const body = useRef<HTMLTableSectionElement>(null);
  useRowLinks(body);
  if (rows.length === 0 && waiting.length === 0) return <NoCalls filtered={statuses.length > 0} />;
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
