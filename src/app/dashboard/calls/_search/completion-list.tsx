import { useEffect, useRef } from "react";
import { classNames } from "#ui/class-names.ts";
import { Keys } from "#ui/keys.tsx";
import type { Completion } from "./completion.ts";

interface CompletionListProps {
  id: string;
  completions: readonly Completion[];
  /** Its place among them; -1 for none. */
  highlighted: number;
  /** What Enter takes while none is highlighted. */
  meant: Completion | undefined;
  onHighlight: (place: number) => void;
  onChoose: (completion: Completion) => void;
}

export function optionId(listId: string, place: number): string {
  return `${listId}-${place}`;
}

/** What may be written, under the field, which keeps the keyboard: it says itself which of them is highlighted. */
export function CompletionList(props: CompletionListProps) {
  const { id, completions, highlighted, meant, onHighlight, onChoose } = props;
  const list = useRef<HTMLDivElement>(null);
  const isTakenByEnter = (item: Completion) => highlighted === -1 && item.key === meant?.key;
  useEffect(() => {
    list.current?.children[highlighted]?.scrollIntoView({ block: "nearest" });
  }, [highlighted]);
  return (
    <div className="absolute top-full left-0 z-50 mt-1 w-full max-w-[40rem] rounded-md border border-line bg-raised shadow-popup">
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label="What may be written"
        tabIndex={-1}
        // A press would take the keyboard from the field.
        onMouseDown={(event) => event.preventDefault()}
        className="max-h-[min(22rem,60dvh)] scroll-py-1 overflow-y-auto overscroll-contain p-1 outline-none"
      >
        {completions.map((item, place) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keyboard and chooses by it.
          // biome-ignore lint/a11y/useFocusableInteractive: see above.
          <div
            key={item.key}
            id={optionId(id, place)}
            role="option"
            aria-selected={place === highlighted}
            onPointerMove={() => onHighlight(place)}
            onClick={() => onChoose(item)}
            className={classNames(
              "flex flex-wrap items-baseline gap-x-3 rounded-sm px-2 py-1.5 text-base select-none any-pointer-coarse:py-2.5",
              (place === highlighted || isTakenByEnter(item)) && "bg-accent-soft",
            )}
          >
            <span dir="auto" className="[overflow-wrap:anywhere]">
              {item.shown}
            </span>
            {item.note && (
              <span className="text-xs text-ink-muted [overflow-wrap:anywhere]">{item.note}</span>
            )}
            {isTakenByEnter(item) && (
              <span aria-hidden="true" className="ml-auto any-pointer-coarse:hidden">
                <Keys keys="Enter" />
              </span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
