import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** What opens a `<details>`: the first thing in it. */
export function Summary({ children }: { children: ReactNode }) {
  return (
    <summary className="flex w-fit max-w-full list-none items-center gap-1 rounded-sm text-ink-muted hover:text-ink any-pointer-coarse:min-h-8 [&::-webkit-details-marker]:hidden">
      <ChevronRight
        aria-hidden="true"
        className="size-3.5 shrink-0 text-ink-faint transition-transform [details[open]>summary>&]:rotate-90"
      />
      {children}
    </summary>
  );
}
