import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { controlClass } from "./text-input.tsx";

/** One of a few, by the browser's own list under the same arrows as our own. */
export function SelectInput({ className, ...rest }: ComponentProps<"select">) {
  return (
    <div className={classNames("relative", className)}>
      <select className={classNames(controlClass, "appearance-none truncate pr-9")} {...rest} />
      <Arrows className="right-2.5 size-4" />
    </div>
  );
}

/** The same among buttons, as quiet as they are. */
export function QuietSelect(props: ComponentProps<"select">) {
  return (
    <div className="relative">
      <select
        className="field-sizing-content h-control appearance-none rounded-md bg-transparent pr-6 pl-2 text-sm text-ink-muted transition-colors hover:bg-hover hover:text-ink any-pointer-coarse:h-touch [&>option]:bg-raised [&>option]:text-ink"
        {...props}
      />
      <Arrows className="right-1.5 size-3.5" />
    </div>
  );
}

function Arrows({ className }: { className: string }) {
  return (
    <ChevronsUpDown
      aria-hidden="true"
      className={classNames("pointer-events-none absolute inset-y-0 my-auto text-ink-faint", className)}
    />
  );
}
