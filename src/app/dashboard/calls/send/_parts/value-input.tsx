import type { ComponentProps } from "react";
import { classNames } from "#ui/class-names.ts";
import { controlClass } from "#ui/text-input.tsx";

/** A value of any length and direction: it grows with its lines up to some, and keeps those that are pasted. */
export function ValueInput({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={1}
      dir="auto"
      autoComplete="off"
      enterKeyHint="next"
      className={classNames(
        controlClass,
        "block field-sizing-content h-auto! max-h-40 min-h-9 resize-none py-1.5 any-pointer-coarse:min-h-touch any-pointer-coarse:py-2.5",
        className,
      )}
      {...rest}
    />
  );
}
