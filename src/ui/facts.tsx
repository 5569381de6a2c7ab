import { Fragment, type ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";

/** Names and values, one under the other; use it inside a `Panel`. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="flex flex-col divide-y divide-line">{children}</dl>;
}

export function Fact({ name, children, copy }: { name: ReactNode; children: ReactNode; copy?: string }) {
  return (
    <div className="grid min-h-9 grid-cols-[minmax(6rem,2fr)_minmax(0,3fr)] items-start gap-3 py-1">
      <dt className="py-1 text-sm text-ink-muted [overflow-wrap:anywhere]">
        {typeof name === "string" ? <BreakableName name={name} /> : name}
      </dt>
      <dd className="flex min-w-0 items-start justify-between gap-1 text-sm">
        <span dir="auto" className="min-w-0 flex-1 py-1 [overflow-wrap:anywhere] whitespace-pre-wrap">
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

/** A long name_with_parts breaks between its parts. */
function BreakableName({ name }: { name: string }) {
  return name.split(/(?<=_)/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one name never change places.
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}
