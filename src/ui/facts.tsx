import type { ReactNode } from "react";
import { Breakable } from "./breakable.tsx";
import { classNames } from "./class-names.ts";
import { CopyButton } from "./copy-button.tsx";

/** Names and values, one under the other; use it inside a `Panel`. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="flex flex-col divide-y divide-line">{children}</dl>;
}

interface FactProps {
  name: ReactNode;
  children: ReactNode;
  /** Offered for copying. */
  copy?: string;
  /** The value ends in a button of full height. */
  hasButton?: boolean;
}

export function Fact({ name, children, copy, hasButton = false }: FactProps) {
  // The first line stands at the height of the button beside it.
  const room = classNames(
    hasButton ? "py-1.5" : "py-1",
    (hasButton || copy !== undefined) && "any-pointer-coarse:py-3",
  );
  return (
    <div className="grid min-h-9 grid-cols-[minmax(6rem,2fr)_minmax(0,3fr)] items-start gap-3 py-1">
      <dt className={classNames("text-sm text-ink-muted [overflow-wrap:anywhere]", room)}>
        {typeof name === "string" ? <Breakable text={name} /> : name}
      </dt>
      <dd className="flex min-w-0 items-start justify-between gap-1 text-sm">
        <span
          dir="auto"
          className={classNames("min-w-0 flex-1 [overflow-wrap:anywhere] whitespace-pre-wrap", room)}
        >
          {children}
        </span>
        {copy !== undefined && (
          <CopyButton text={copy} label={`Copy ${typeof name === "string" ? name : "value"}`} />
        )}
      </dd>
    </div>
  );
}

/** A titled part of a page. */
export function Panel(props: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="flex flex-col gap-2 rounded-lg border border-line bg-surface px-4 py-3.5">
      <header className="flex min-h-7 items-center justify-between gap-3">
        <h2 className="text-sm font-semibold">{props.title}</h2>
        {props.aside}
      </header>
      {props.children}
    </section>
  );
}
