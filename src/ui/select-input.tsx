import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { controlClass } from "./text-input.tsx";

/** One of a few, by the browser's own list. */
export function SelectInput({ className, ...rest }: ComponentProps<"select">) {
  return <select className={classNames(controlClass, className)} {...rest} />;
}
