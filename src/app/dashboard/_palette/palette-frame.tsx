import type { ComponentProps } from "react";
import { classNames } from "#ui/class-names.ts";
import { typeEarly } from "./typed-early.ts";

/** Always as high, whatever is found, so that nothing jumps under the eye. */
export function PaletteFrame({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      className={classNames(
        "mx-auto mt-[12dvh] flex h-[min(28rem,76dvh)] w-[calc(100%-2rem)] max-w-form flex-col overflow-hidden rounded-lg border border-line bg-raised shadow-popup outline-none",
        className,
      )}
      {...rest}
    />
  );
}

/**
 * Stands in the palette's place while its code is on its way. It takes what is typed already; a dialog, so that keys do
 * nothing behind it.
 */
export function PaletteComing() {
  return (
    <div
      role="dialog"
      aria-label="Search and commands"
      aria-busy="true"
      className="fixed inset-0 z-50 bg-veil"
    >
      <PaletteFrame>
        <div className="flex h-12 shrink-0 items-center border-b border-line pr-4 pl-10.5">
          <input
            // biome-ignore lint/a11y/noAutofocus: whoever opened it goes on typing.
            autoFocus
            aria-label="Search, or say what to do"
            onChange={(event) => typeEarly(event.target.value)}
            className="h-full min-w-0 flex-1 bg-transparent text-md outline-none"
          />
        </div>
      </PaletteFrame>
    </div>
  );
}
