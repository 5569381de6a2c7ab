"use client";

import { useRouter } from "next/navigation";
import { type CSSProperties, memo, useEffect, useMemo, useRef, useState } from "react";
import type { CallOrder } from "#domain/calls";
import { Later } from "#ui/later.ts";
import { useLater } from "#ui/use-later.ts";
import type { CallsPage } from "../../_api/calls.ts";
import type { ChosenColumn } from "../_columns/chosen-columns.ts";
import { gridTemplate } from "../_columns/grid-template.ts";
import { HeaderRow } from "../_columns/header-row.tsx";
import { readAhead, readNeighbours } from "../_peek/call-cache.ts";
import { usePeek } from "../_peek/use-peek.ts";
import { queryKey } from "./address.ts";
import { CallRows } from "./call-rows.tsx";
import { orderWords } from "./call-sort.ts";
import { findKept } from "./kept-lists.ts";
import { ListToolbar } from "./list-toolbar.tsx";
import { MoreCalls } from "./more-calls.tsx";
import { NewCallsPill } from "./new-calls-pill.tsx";
import { NoCalls } from "./no-calls.tsx";
import { heightsOf } from "./row-heights.ts";
import { TOP_PX } from "./use-anchored-scroll.ts";
import { useCallList } from "./use-call-list.ts";
import { useListShape } from "./use-list-shape.ts";
import { useRowPresses } from "./use-row-presses.ts";
import { useWalk } from "./use-walk.ts";

const peekCode = new Later(() => import("../_peek/peek.tsx"));

interface CallTableProps {
  first: CallsPage;
  /** The filters as they stand in the address. */
  filters: string;
  order: CallOrder;
  onOrder: (order: CallOrder) => void;
  columns: readonly ChosenColumn[];
  onColumns: (columns: readonly ChosenColumn[]) => void;
  /** The names of the columns, the same array as long as they are the same. */
  names: readonly string[];
  /** What the columns need besides the narrow row. */
  fields: readonly string[];
}

/**
 * The calls of one query, as many as were read, in columns or as cards; one of them may be open beside it. Another query,
 * until its calls are read, is no reason to draw these anew.
 */
export const CallTable = memo(function CallTable(props: CallTableProps) {
  const { first, filters, order, onOrder, columns, onColumns, names, fields } = props;
  const room = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLTableElement>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const router = useRouter();
  const peek = usePeek();
  const query = queryKey({ filters, order });
  const [kept] = useState(() => findKept(query));
  const beginning = { page: first, kept: kept?.state ?? null };
  const isAtRest = () => peek.id === null && isUntouched(room.current);
  const { list, change, hear, loading, loadMore } = useCallList(
    beginning,
    { filters, order, fields },
    isAtRest,
  );
  const { rows } = list;
  const { shape, remPx } = useListShape(room);
  const heights = useMemo(() => heightsOf(rows, shape, remPx), [rows, shape, remPx]);
  const walk = useWalk({ body, rows, heights, remPx, peeked: peek.id, onPeek: peek.open });
  const openPage = (id: string) => router.push(`/dashboard/calls/${id}`);
  function close() {
    void peek.close();
    if (peek.id !== null) walk.takeFocus(peek.id);
  }
  const code = useLater(peekCode, { isWanted: peek.id !== null, onFailed: () => void peek.close() });
  useRowPresses(room, {
    peeked: peek.id,
    onPeek: peek.open,
    onClose: close,
    onOpenPage: openPage,
    onReady: readAhead,
    onFocus: walk.setCurrent,
    onKey: walk.press,
  });
  const at = walk.peekedIndex;
  useReadAhead(at === -1 ? [] : [rows[at + 1]?.id, rows[at - 1]?.id]);

  function reveal() {
    change({ kind: "reveal" });
    const isNear = window.scrollY < NEAR_WINDOWS * window.innerHeight;
    const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    window.scrollTo({ top: 0, behavior: isNear && !isCalm ? "smooth" : "instant" });
  }

  const grid = gridTemplate(columns);
  return (
    <div ref={room} className="flex flex-col gap-2">
      {rows.length === 0 && list.waiting.length === 0 ? (
        <NoCalls filtered={filters !== ""} />
      ) : (
        <>
          <ListToolbar
            filters={filters}
            list={list}
            columns={columns}
            onColumns={onColumns}
            order={order}
            onOrder={onOrder}
          />
          <NewCallsPill
            count={list.waiting.length}
            isMore={(list.replacement?.nextCursor ?? null) !== null}
            onReveal={reveal}
          />
          <table
            ref={table}
            // biome-ignore lint/a11y/noRedundantRoles: a table that is laid out as a block is none to some browsers.
            role="table"
            aria-rowcount={list.nextCursor === null ? rows.length + 1 : -1}
            style={{ "--columns": grid.columns, "--least": grid.least } as CSSProperties}
            className="block rounded-lg border border-line bg-surface text-left shadow-raised"
          >
            <caption className="sr-only">Calls, {orderWords[order].toLowerCase()}</caption>
            <thead
              // biome-ignore lint/a11y/noRedundantRoles: see the table.
              role="rowgroup"
              onScroll={({ currentTarget }) => follow(body.current, currentTarget)}
              className="sticky top-0 z-10 hidden overflow-x-auto rounded-t-lg border-b border-line bg-surface [scrollbar-width:thin] @[56rem]/calls:block"
            >
              <HeaderRow
                columns={columns}
                onColumns={onColumns}
                order={order}
                onOrder={onOrder}
                list={table}
              />
            </thead>
            <CallRows
              body={body}
              onScroll={() => body.current && follow(table.current?.tHead ?? null, body.current)}
              list={list}
              query={query}
              scrollY={kept?.scrollY ?? null}
              heights={heights}
              shape={shape}
              columns={names}
              fields={fields}
              currentIndex={walk.currentIndex}
              peeked={peek.id}
              hear={hear}
            />
          </table>
          <MoreCalls
            count={rows.length}
            more={list.nextCursor !== null}
            loading={loading}
            onMore={loadMore}
          />
        </>
      )}
      {peek.id !== null && code && (
        <code.Peek
          id={peek.id}
          row={rows[at] ?? null}
          onClose={close}
          onOpenPage={() => peek.id !== null && openPage(peek.id)}
          onPrevious={at > 0 ? () => walk.goTo(at - 1) : null}
          onNext={at !== -1 && at < rows.length - 1 ? () => walk.goTo(at + 1) : null}
        />
      )}
    </div>
  );
});

/** From further down, a smooth way up takes longer than anybody looks. */
const NEAR_WINDOWS = 3;

function useReadAhead(ids: (string | undefined)[]): void {
  const text = ids.filter(Boolean).join();
  useEffect(() => {
    readNeighbours(text.split(",").filter(Boolean));
    return () => readNeighbours([]);
  }, [text]);
}

/** The list's beginning is in sight, and neither pointer nor keyboard is in it. */
function isUntouched(list: HTMLElement | null): boolean {
  const isPointedAt =
    window.matchMedia("(hover: hover)").matches && list?.querySelector("table:hover") !== null;
  return window.scrollY < TOP_PX && !isPointedAt && !list?.contains(document.activeElement);
}

/** Header and rows scroll sideways as one; each is its own place to do it. */
function follow(other: HTMLElement | null, { scrollLeft }: HTMLElement): void {
  if (other && other.scrollLeft !== scrollLeft) other.scrollLeft = scrollLeft;
}
