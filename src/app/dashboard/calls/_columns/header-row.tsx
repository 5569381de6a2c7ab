"use client";

import { type RefObject, useRef } from "react";
import type { CallOrder } from "#domain/calls";
import { type ChosenColumn, moved, sized } from "./chosen-columns.ts";
import { gridTemplate } from "./grid-template.ts";
import { HeaderCell } from "./header-cell.tsx";
import { useHeaderDrag } from "./use-header-drag.ts";

interface HeaderRowProps {
  columns: readonly ChosenColumn[];
  onColumns: (columns: readonly ChosenColumn[]) => void;
  order: CallOrder;
  onOrder: (order: CallOrder) => void;
  /** The list that the grid's measures stand on. */
  list: RefObject<HTMLElement | null>;
}

/** Names the columns, sorts by them, and lets each be dragged to another place or another width. */
export function HeaderRow({ columns, onColumns, order, onOrder, list }: HeaderRowProps) {
  const row = useRef<HTMLTableRowElement>(null);
  const { dropAt, start } = useHeaderDrag(row, (name, to) => onColumns(moved(columns, name, to)));

  /** Dragging draws the whole list sixty times a second, so nothing but its measures is written. */
  function draw(name: string, width: number) {
    const { columns: tracks, least } = gridTemplate(sized(columns, name, width));
    list.current?.style.setProperty("--columns", tracks);
    list.current?.style.setProperty("--least", least);
  }

  return (
    <tr
      ref={row}
      // biome-ignore lint/a11y/noRedundantRoles: a row that is laid out as a grid is none to some browsers.
      role="row"
      aria-rowindex={1}
      className="relative grid h-9 min-w-(--least) grid-cols-(--columns) items-center gap-x-4 px-4 text-xs text-ink-muted"
    >
      {columns.map((column) => (
        <HeaderCell
          key={column.name}
          column={column}
          order={order}
          onOrder={onOrder}
          onGrab={(event) => start(event, column.name)}
          onDrag={(width) => draw(column.name, width)}
          onWidth={(width) => onColumns(sized(columns, column.name, width))}
        />
      ))}
      {dropAt !== null && (
        <td
          aria-hidden="true"
          className="pointer-events-none absolute inset-y-1 w-0.5 rounded-full bg-accent"
          style={{ left: dropAt }}
        />
      )}
    </tr>
  );
}
