"use client";

import { parseAsString, useQueryStates } from "nuqs";
import type { SavedView, ViewContent } from "#domain/views";
import { useSavedViews } from "../../_views/saved-views.tsx";
import { contentOf, differs } from "../../_views/view-address.ts";
import { readOwnColumns } from "../_columns/own-columns.ts";
import { NEWEST_FIRST } from "../_parts/call-sort.ts";

const names = {
  view: parseAsString,
  q: parseAsString,
  zone: parseAsString,
  cols: parseAsString,
  sort: parseAsString,
};

export interface ShownView {
  /** Null where all calls, or those of a search that nobody named, are shown. */
  view: SavedView | null;
  /** Whether something else is shown than the view says. */
  isChanged: boolean;
  /** Whether a search or an order is shown that a view could keep. */
  isWorthSaving: boolean;
  /** What a view is to keep, so that it shows what is shown now. */
  content: () => ViewContent;
  /** Stays with what is shown, and forgets where it came from; or says that it came from there. */
  setView: (id: string | null) => void;
}

/** The view that the address came from, and what has changed since; `viewOfPage` is how the server knows it. */
export function useShownView(viewOfPage: SavedView | null): ShownView {
  const { views } = useSavedViews();
  const [address, setAddress] = useQueryStates(names);
  const known = views.find(({ id }) => id === address.view);
  const view = known ?? (viewOfPage?.id === address.view ? viewOfPage : null);
  return {
    view,
    isChanged: view !== null && differs(view, address),
    isWorthSaving: view === null && (Boolean(address.q) || (address.sort ?? NEWEST_FIRST) !== NEWEST_FIRST),
    content: () => contentNow(view),
    setView: (id) => void setAddress({ view: id, ...(id !== null && { q: address.q ?? "" }) }),
  };
}

/** By the address itself: what the page knows of it lags behind while what it asks for is being read. */
function contentNow(view: SavedView | null): ViewContent {
  const params = new URLSearchParams(window.location.search);
  const address = {
    q: params.get("q"),
    zone: params.get("zone"),
    cols: params.get("cols"),
    sort: params.get("sort"),
  };
  // A view that leaves the columns to its reader does so until somebody chooses some.
  return view?.columns === null && address.cols === null
    ? { ...contentOf(address, { ownColumns: null }), columns: null }
    : contentOf(address, { ownColumns: readOwnColumns() });
}
