import { ArrowUp } from "lucide-react";

/** Stands over the list, so that what waits moves nothing until the reader says so. */
export function NewCallsPill(props: { count: number; isMore: boolean; onReveal: () => void }) {
  return (
    <div
      role="status"
      className="pointer-events-none sticky top-3 z-20 flex h-0 justify-center @[56rem]/calls:top-12"
    >
      {props.count > 0 && (
        <button
          type="button"
          onClick={props.onReveal}
          className="pointer-events-auto inline-flex h-8 items-center gap-1.5 rounded-full bg-accent px-3.5 text-sm font-medium text-on-accent shadow-popup hover:bg-accent-strong"
        >
          <ArrowUp aria-hidden="true" className="size-4" />
          {props.count}
          {props.isMore && "+"} new
        </button>
      )}
    </div>
  );
}
