import type { CallOrder } from "#domain/calls";
import type { SavedView, ViewContent } from "#domain/views";
import { readColumns, writtenColumns } from "../calls/_columns/chosen-columns.ts";
import { NEWEST_FIRST } from "../calls/_parts/call-sort.ts";

/** What of the history's address a view speaks of, as it stands there. */
export interface ShownContent {
  q: string | null;
  zone: string | null;
  cols: string | null;
  sort: string | null;
}

const contentNames: readonly (keyof ShownContent)[] = ["q", "zone", "cols", "sort"];

/** Shows the view as it is when the link is opened, whatever it shows today. */
export function permalink({ id }: Pick<SavedView, "id">): string {
  return `/dashboard/calls?${new URLSearchParams({ view: id })}`;
}

/** The address that says itself all that the view shows, and where that came from. It always has a search, if only an empty one. */
export function viewAddress({ id, query, zone, columns, sort }: SavedView): string {
  return `/dashboard/calls?${new URLSearchParams({
    view: id,
    q: query,
    ...(zone !== null && { zone }),
    ...(columns !== null && { cols: columns }),
    ...(sort !== NEWEST_FIRST && { sort }),
  })}`;
}

/** Whether it names a view and leaves it to that what is shown. */
export function isPermalink(address: URLSearchParams): boolean {
  return address.has("view") && !contentNames.some((name) => address.has(name));
}

/** Whether the address no longer shows what the view does. */
export function differs(view: ViewContent, { q, zone, cols, sort }: ShownContent): boolean {
  const query = (q ?? "").trim();
  return (
    query !== view.query ||
    (sort ?? NEWEST_FIRST) !== view.sort ||
    // The page adds the reader's zone where a day is asked for without one.
    (view.zone !== null && query !== "" && zone !== view.zone) ||
    (view.columns === null ? cols !== null : canonical(cols) !== canonical(view.columns))
  );
}

/** What a view is to keep so that it shows what is shown now; `ownColumns` are shown where the address names none. */
export function contentOf(
  { q, zone, cols, sort }: ShownContent,
  { ownColumns }: { ownColumns: string | null },
): ViewContent {
  return {
    query: (q ?? "").trim(),
    zone: q ? zone : null,
    columns: canonical(cols ?? ownColumns),
    sort: (sort ?? NEWEST_FIRST) as CallOrder,
  };
}

/** The same columns are the same text; nothing and nonsense are everybody's. */
function canonical(columns: string | null): string {
  return writtenColumns(readColumns(columns));
}
