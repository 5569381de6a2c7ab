"use client";

import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { classNames } from "./class-names.ts";

const STEP_PX = 16;

interface WidthHandleProps {
  /** Whose width it is, in words. */
  label: string;
  /** Px, as last known. */
  width: number;
  min: number;
  max: number;
  /** At which edge of it the handle is: dragged outwards it grows. */
  edge: "start" | "end";
  /** The width at this moment, where what is shown may differ from what was chosen. */
  measure: () => number;
  /** While it is dragged; nothing needs to be kept yet. */
  onDrag: (width: number) => void;
  onWidth: (width: number) => void;
  /** What a double click, or the key Delete, gives back to the layout. */
  onReset: () => void;
  className?: string;
}

/** The edge of something that can be made wider or narrower, by pointer and by the arrow keys. */
export function WidthHandle(props: WidthHandleProps) {
  const { label, width, min, max, edge, measure, onDrag, onWidth, onReset, className } = props;
  const drag = useRef<{ fromX: number; fromWidth: number } | null>(null);
  const bounded = (px: number) => Math.round(Math.max(min, Math.min(px, max)));
  const outwards = edge === "end" ? 1 : -1;

  function widthAt({ clientX }: PointerEvent): number {
    const { fromX, fromWidth } = drag.current ?? { fromX: clientX, fromWidth: width };
    return bounded(fromWidth + (clientX - fromX) * outwards);
  }
  function start(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { fromX: event.clientX, fromWidth: measure() };
  }
  function end(event: PointerEvent) {
    const hasMoved = drag.current !== null && drag.current.fromX !== event.clientX;
    if (hasMoved) onWidth(widthAt(event));
    drag.current = null;
  }
  function press(event: KeyboardEvent) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowRight") onWidth(bounded(measure() + STEP_PX * outwards));
    else if (event.key === "ArrowLeft") onWidth(bounded(measure() - STEP_PX * outwards));
    else if (event.key === "Home") onWidth(min);
    else if (event.key === "End") onWidth(max);
    else if (event.key === "Delete") onReset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule in the text cannot be moved.
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(width)}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuetext={`${Math.round(width)} pixels`}
      tabIndex={0}
      onPointerDown={start}
      onPointerMove={(event) => drag.current && onDrag(widthAt(event))}
      onPointerUp={end}
      onPointerCancel={end}
      onDoubleClick={onReset}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={press}
      className={classNames(
        "group/handle absolute inset-y-0 z-2 flex w-3 cursor-col-resize touch-none justify-center outline-none select-none",
        className,
      )}
    >
      <span className="w-px rounded-full bg-transparent transition-colors group-hover/handle:w-0.5 group-hover/handle:bg-control group-focus-visible/handle:w-1 group-focus-visible/handle:bg-focus group-active/handle:w-0.5 group-active/handle:bg-accent" />
    </div>
  );
}
