import Link from "next/link";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";

export type ButtonLook = "primary" | "quiet" | "plain" | "danger" | "alarm";

const looks: Record<ButtonLook, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-strong shadow-raised",
  quiet: "border border-line bg-surface text-ink hover:bg-hover shadow-raised",
  danger: "border border-line bg-surface text-failed hover:bg-failed-soft shadow-raised",
  alarm: "bg-failed text-surface shadow-raised",
  plain: "text-ink-muted hover:bg-hover hover:text-ink",
};

function buttonClass(look: ButtonLook, className?: string): string {
  return classNames(
    "inline-flex h-control items-center justify-center gap-1.5 rounded-md px-3 text-sm font-medium whitespace-nowrap transition-colors",
    "any-pointer-coarse:h-touch disabled:cursor-not-allowed disabled:opacity-55",
    looks[look],
    className,
  );
}

export function Button({
  look = "quiet",
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & { look?: ButtonLook }) {
  return <button type={type} className={buttonClass(look, className)} {...rest} />;
}

export function ButtonLink({
  look = "quiet",
  className,
  ...rest
}: ComponentProps<typeof Link> & { look?: ButtonLook; className?: string }) {
  return <Link className={buttonClass(look, className)} {...rest} />;
}

/** A square button that shows an icon only; the label is what screen readers and the tooltip say. */
export function IconButton({
  shape = "square",
  label,
  className,
  type = "button",
  ...rest
}: ComponentProps<"button"> & { label: string; shape?: "square" | "round" }) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={classNames(
        "inline-grid size-control shrink-0 place-items-center transition-colors",
        shape === "round"
          ? "rounded-full bg-accent text-on-accent hover:bg-accent-strong"
          : "rounded-md text-ink-muted hover:bg-hover hover:text-ink",
        "any-pointer-coarse:size-touch disabled:cursor-not-allowed disabled:opacity-40",
        className,
      )}
      {...rest}
    />
  );
}
