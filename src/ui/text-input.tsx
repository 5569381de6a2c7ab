import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

/** Shared by every control that holds text. Text is 16 px on touch screens, where less would zoom the page. */
export const controlClass = classNames(
  "w-full min-w-0 rounded-md border border-control bg-surface px-2.5 text-base text-ink transition-colors",
  "h-9 any-pointer-coarse:h-touch any-pointer-coarse:text-md",
  "placeholder-shown:text-ellipsis hover:border-ink-faint aria-invalid:border-failed [&[readonly]]:bg-sunken",
);

export function TextInput({ className, ...rest }: ComponentProps<"input">) {
  return <input className={classNames(controlClass, className)} {...rest} />;
}
