"use client";

import type { ReactNode } from "react";
import { classNames } from "#ui/class-names.ts";
import { usePeek } from "./use-peek.ts";

/** The page of the list, which makes room for the call that is open beside it. Its columns follow the whole room. */
export function PeekRoom({ children }: { children: ReactNode }) {
  const { id } = usePeek();
  return (
    <div data-room="" className="@container/calls">
      <div
        className={classNames(
          id !== null &&
            "lg:pr-[calc(min(var(--peek-width,30rem),48vw)-0.75rem)] xl:pr-[calc(min(var(--peek-width,30rem),48vw)-1.25rem)]",
        )}
      >
        {children}
      </div>
    </div>
  );
}
