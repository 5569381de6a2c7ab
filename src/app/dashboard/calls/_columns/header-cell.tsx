"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { type PointerEvent, useEffect, useRef } from "react";
import type { CallOrder } from "#domain/calls";
import { classNames } from "#ui/class-names.ts";
import { WidthHandle } from "#ui/width-handle.tsx";
import { orderAfter, orderWords } from "../_parts/call-sort.ts";
import { type ChosenColumn, WIDTH_PX_MAX, WIDTH_PX_MIN } from "./chosen-columns.ts";
import { type ColumnShape, shapeOf } from "./column-names.ts";

const REM_PX = 16;

interface HeaderCellProps {
  column: ChosenColumn;
  order: CallOrder;
  onOrder: (order: CallOrder) => void;
  onGrab: (event: PointerEvent<HTMLElement>) => void;
  onDrag: (width: number) => void;
  onWidth: (width: number | null) => void;
}

export function HeaderCell({ column, order, onOrder, onGrab, onDrag, onWidth }: HeaderCellProps) {
  const cell = useRef<HTMLTableCellElement>(null);
  const shape = shapeOf(column.name);
  if (!shape) return null;
  const sorted = shape.sort !== undefined && order.endsWith(shape.sort);
  return (
    <th
      ref={cell}
      scope="col"
      // biome-ignore lint/a11y/noRedundantRoles: see the row.
      role="columnheader"
      aria-sort={sorted ? (order.startsWith("-") ? "descending" : "ascending") : undefined}
      data-column={column.name}
      onPointerDown={onGrab}
      title={shape.origin && `${shape.origin} ${shape.title}`}
      className={classNames(
        "relative flex h-full min-w-0 items-center font-medium select-none",
        shape.atEnd && "justify-end",
      )}
    >
      {shape.sort ? (
        <SortButton shape={shape} sort={shape.sort} order={order} onOrder={onOrder} />
      ) : (
        <span dir="auto" className="truncate">
          {shape.title}
        </span>
      )}
      <WidthHandle
        label={`Width of ${shape.title}`}
        width={column.width ?? shape.rem * REM_PX}
        min={WIDTH_PX_MIN}
        max={WIDTH_PX_MAX}
        edge="end"
        measure={() => cell.current?.offsetWidth ?? shape.rem * REM_PX}
        onDrag={onDrag}
        onWidth={onWidth}
        onReset={() => onWidth(null)}
        className="-right-3.5"
      />
    </th>
  );
}

/** Another order is another list with a header of its own, where the one that was pressed keeps the keyboard. */
let pressed: ColumnShape["sort"] | null = null;

function SortButton(props: {
  shape: ColumnShape;
  sort: NonNullable<ColumnShape["sort"]>;
  order: CallOrder;
  onOrder: (order: CallOrder) => void;
}) {
  const { shape, sort, order, onOrder } = props;
  const sorted = order.endsWith(sort);
  const Arrow = order.startsWith("-") ? ArrowDown : ArrowUp;
  const next = orderAfter(order, sort);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (pressed !== sort) return;
    pressed = null;
    if (document.activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, [sort]);
  return (
    <button
      ref={button}
      type="button"
      title={orderWords[next]}
      onClick={() => {
        pressed = sort;
        onOrder(next);
      }}
      className={classNames(
        "-mx-1.5 flex h-6 min-w-0 items-center gap-1 rounded-sm px-1.5 font-medium hover:bg-hover hover:text-ink",
        shape.atEnd && "flex-row-reverse",
        sorted && "text-ink",
      )}
    >
      <span className="truncate">{shape.title}</span>
      {sorted && <Arrow aria-hidden="true" className="size-3 shrink-0" />}
    </button>
  );
}
