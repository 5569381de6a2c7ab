"use client";

import { GripVertical } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { classNames } from "#ui/class-names.ts";
import { ColumnCheck } from "./column-check.tsx";
import { shapeOf } from "./column-names.ts";

interface SortableColumnsProps {
  names: readonly string[];
  isSortable: boolean;
  onToggle: (name: string) => void;
  onMove: (name: string, to: number) => void;
}

interface Drag {
  from: number;
  to: number;
  fromY: number;
  byPx: number;
  rowPx: number;
}

/** The shown columns in their order; each is dragged by its handle, or moved by the arrow keys on it. */
export function SortableColumns({ names, isSortable, onToggle, onMove }: SortableColumnsProps) {
  const list = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const [said, setSaid] = useState("");

  function move(name: string, to: number) {
    if (to < 0 || to >= names.length) return;
    onMove(name, to);
    setSaid(`${shapeOf(name)?.title}: place ${to + 1} of ${names.length}`);
  }
  function grab(event: PointerEvent<HTMLElement>, from: number) {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const rowPx = (list.current?.offsetHeight ?? 0) / names.length;
    setDrag({ from, to: from, fromY: event.clientY, byPx: 0, rowPx });
  }
  function pull({ clientY }: PointerEvent) {
    if (!drag) return;
    const byPx = clientY - drag.fromY;
    const to = Math.max(0, Math.min(drag.from + Math.round(byPx / drag.rowPx), names.length - 1));
    setDrag({ ...drag, byPx, to });
  }
  function drop() {
    const name = drag && names[drag.from];
    if (drag && name !== undefined && name !== null && drag.to !== drag.from) move(name, drag.to);
    setDrag(null);
  }
  function press(event: KeyboardEvent, name: string, at: number) {
    if (event.key === "Escape" && drag) setDrag(null);
    else if (event.key === "ArrowUp") move(name, at - 1);
    else if (event.key === "ArrowDown") move(name, at + 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <>
      <ul ref={list}>
        {names.map((name, index) => (
          <li
            key={name}
            style={drag ? { translate: `0 ${shiftPx(drag, index)}px` } : undefined}
            className={classNames(
              "flex items-center rounded-sm [&>label]:flex-1",
              drag !== null && "transition-[translate]",
              drag?.from === index && "relative z-1 bg-raised shadow-popup transition-none",
            )}
          >
            <button
              type="button"
              aria-label={`Move ${shapeOf(name)?.title}`}
              title="Drag, or use the arrow keys"
              disabled={!isSortable}
              onPointerDown={(event) => grab(event, index)}
              onPointerMove={pull}
              onPointerUp={drop}
              onPointerCancel={() => setDrag(null)}
              onKeyDown={(event) => press(event, name, index)}
              className="grid h-8 w-7 shrink-0 cursor-grab touch-none place-items-center rounded-sm text-ink-faint hover:text-ink disabled:cursor-default disabled:opacity-40"
            >
              <GripVertical aria-hidden="true" className="size-3.5" />
            </button>
            <ColumnCheck name={name} checked onToggle={onToggle} />
          </li>
        ))}
      </ul>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );
}

/** Where a row is drawn while another one is dragged over it. */
function shiftPx({ from, to, byPx, rowPx }: Drag, index: number): number {
  if (index === from) return byPx;
  if (index > from && index <= to) return -rowPx;
  return index < from && index >= to ? rowPx : 0;
}
