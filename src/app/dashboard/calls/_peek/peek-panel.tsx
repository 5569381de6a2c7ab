"use client";

import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { WidthHandle } from "#ui/width-handle.tsx";
import {
  drawPeekWidth,
  keepPeekWidth,
  keptPeekWidth,
  PEEK_PX,
  PEEK_PX_MAX,
  PEEK_PX_MIN,
} from "./peek-width.ts";

export function PeekPanel({ children }: { children: ReactNode; onClose: () => void }) {
  const panel = useRef<HTMLElement>(null);
  const [width, setWidth] = useState<number | null>(keptPeekWidth);
  useLayoutEffect(() => drawPeekWidth(width), [width]);

  function change(px: number | null) {
    setWidth(px);
    keepPeekWidth(px);
  }

  return (
    <section
      ref={panel}
      aria-label="Call beside the list"
      className="fixed inset-y-2 right-2 z-20 flex w-[min(var(--peek-width,30rem),48vw)] flex-col rounded-lg border border-line bg-surface shadow-popup"
    >
      <WidthHandle
        label="Width of the call beside the list"
        width={width ?? PEEK_PX}
        min={PEEK_PX_MIN}
        max={PEEK_PX_MAX}
        edge="start"
        measure={() => panel.current?.offsetWidth ?? PEEK_PX}
        onDrag={drawPeekWidth}
        onWidth={change}
        onReset={() => change(null)}
        className="-left-1.5"
      />
      {children}
    </section>
  );
}
