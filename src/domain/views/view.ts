import type { CallOrder } from "#domain/calls";

/** What a view shows, as the history's address has it. */
export interface ViewContent {
  /** The search. */
  query: string;
  /** Whose days the search means; null for UTC's. */
  zone: string | null;
  /** Null shows the columns that the reader has anyhow. */
  columns: string | null;
  sort: CallOrder;
}

export interface SavedView extends ViewContent {
  id: string;
  name: string;
  /** Whether every admin has it. */
  isShared: boolean;
  isMine: boolean;
  /** Its owner may, and everybody when the owner of a shared one is an admin no more. */
  mayChange: boolean;
  ownerName: string;
  createdAt: string;
  updatedAt: string;
}

/** How many calls a view shows; null when they could not be counted in time, or its search means nothing any more. */
export type ViewCount = { count: number; isMore: boolean } | null;

export const VIEW_NAME_LENGTH_MAX = 60;
/** More than this nobody finds their way in. */
export const VIEWS_PER_PERSON_MAX = 50;
export const COLUMNS_LENGTH_MAX = 3_000;
