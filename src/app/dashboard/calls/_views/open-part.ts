import type { SavedView } from "#domain/views";

/** What of the views is open: their list, or the form that gives one (null: a new one) its name. */
export type OpenPart = { part: "list" } | { part: "form"; view: SavedView | null; from: "list" | "page" };
