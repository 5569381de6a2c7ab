"use client";

import { useId } from "react";
import { ALWAYS } from "./chosen-columns.ts";
import { shapeOf } from "./column-names.ts";

export function ColumnCheck(props: { name: string; checked: boolean; onToggle: (name: string) => void }) {
  const id = useId();
  const shape = shapeOf(props.name);
  return (
    <label
      htmlFor={id}
      className="flex min-h-8 items-center gap-2.5 rounded-sm px-2 text-sm hover:bg-hover any-pointer-coarse:min-h-touch"
    >
      <input
        id={id}
        type="checkbox"
        checked={props.checked}
        disabled={props.name === ALWAYS}
        onChange={() => props.onToggle(props.name)}
        className="size-4 shrink-0 accent-accent"
      />
      <span dir="auto" className="min-w-0 truncate" title={shape?.title}>
        {shape?.title}
      </span>
      {shape?.origin && <span className="ml-auto shrink-0 text-xs text-ink-muted">{shape.origin}</span>}
    </label>
  );
}
