import type { ReactNode } from "react";

/** The one heading of a page, what the page is about, what stands beside it (below it on a phone), and what can be done there. */
export function PageHeader(props: {
  title: ReactNode;
  about?: ReactNode;
  beside?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <div className="flex min-w-0 flex-col gap-0.5">
        <h1 className="text-xl font-semibold tracking-tight">{props.title}</h1>
        {props.about && <p className="text-ink-muted">{props.about}</p>}
      </div>
      {props.beside && (
        <div className="min-w-0 max-lg:order-last max-lg:w-full lg:-ml-2 lg:flex-1">{props.beside}</div>
      )}
      {props.actions && <div className="flex flex-wrap items-center gap-2">{props.actions}</div>}
    </header>
  );
}
