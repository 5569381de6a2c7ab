import { classNames } from "./class-names.ts";

/** Holds the place of something that is on its way. */
export function Pale({ className }: { className?: string }) {
  return (
    <div
      aria-hidden="true"
      data-pale=""
      className={classNames("animate-breathe rounded-md bg-line", className)}
    />
  );
}
