import type { CallListItem, CallOrder } from "#domain/calls";
import { comparison } from "./call-sort.ts";

interface CallsPage {
  calls: CallListItem[];
  nextCursor: string | null;
}

export interface CallListState {
  order: CallOrder;
  rows: CallListItem[];
  /** New calls that wait for the reader's word, so that nothing moves under the pointer. */
  waiting: CallListItem[];
  /** When more came than fit a page: the list from its beginning, which takes this one's place when the reader says so. */
  replacement: CallsPage | null;
  /** Rows that came in after the page was opened. */
  arrived: ReadonlySet<string>;
  /** Rows that the filters no longer want. They stay where they are until the list is read again. */
  strayed: ReadonlySet<string>;
  /** Rows that may have changed, or were read without what is shown now; read again when they come into view. */
  behind: ReadonlySet<string>;
  nextCursor: string | null;
}

export type CallListChange =
  | {
      kind: "heard";
      calls: CallListItem[];
      matching: ReadonlySet<string>;
      /** Calls that were asked for and are no more: each turned out to be another one. */
      gone: ReadonlySet<string>;
      /** Nobody's pointer or keyboard is in the list, and its beginning is in sight. */
      mayMove: boolean;
    }
  | { kind: "begun again"; page: CallsPage; mayMove: boolean }
  | { kind: "more"; calls: CallListItem[]; nextCursor: string | null }
  | { kind: "doubted" }
  | { kind: "settled" }
  | { kind: "reveal" };

const none: ReadonlySet<string> = new Set();

export function callListOf(page: CallsPage, order: CallOrder): CallListState {
  return {
    order,
    rows: page.calls,
    waiting: [],
    replacement: null,
    arrived: none,
    strayed: none,
    behind: none,
    nextCursor: page.nextCursor,
  };
}

/** Shown calls are replaced where they stand; new ones go to their place, or wait while the reader is busy with the list. */
export function changeCallList(state: CallListState, change: CallListChange): CallListState {
  switch (change.kind) {
    case "heard":
      return heard(without(state, change.gone), change);
    case "begun again":
      return begunAgain(state, change);
    case "more": {
      const shown = new Set([...state.rows, ...state.waiting].map((call) => call.id));
      const calls = change.calls.filter((call) => !shown.has(call.id));
      return { ...state, rows: [...state.rows, ...calls], nextCursor: change.nextCursor };
    }
    case "doubted":
      return { ...state, behind: new Set(state.rows.map((call) => call.id)) };
    case "settled":
      return { ...state, arrived: none };
    case "reveal":
      return reveal(state);
  }
}

type Heard = Extract<CallListChange, { kind: "heard" }>;

function heard(state: CallListState, { calls, matching, mayMove }: Heard): CallListState {
  const shown = new Set(state.rows.map((call) => call.id));
  const known = new Set([...shown, ...state.waiting.map((call) => call.id)]);
  const stray = calls.filter(({ id }) => shown.has(id) && !matching.has(id)).map(({ id }) => id);
  const heardIds = calls.map((call) => call.id);
  const changed = {
    ...state,
    rows: patchIn(state.rows, calls),
    strayed: joined(less(state.strayed, heardIds), stray),
    behind: less(state.behind, heardIds),
  };
  const wanted = calls.filter((call) => !known.has(call.id) && matching.has(call.id) && belongs(call, state));
  const waiting = patchIn(state.waiting, calls);
  if (wanted.length === 0) return { ...changed, waiting };
  const next = { ...changed, waiting: [...waiting, ...wanted].sort(comparison(state.order)) };
  return mayMove ? reveal(next) : next;
}

/** The first page again, after anything may have happened unheard: what else is shown is in doubt. */
function begunAgain(
  state: CallListState,
  { page, mayMove }: { page: CallsPage; mayMove: boolean },
): CallListState {
  const doubted = changeCallList(state, { kind: "doubted" });
  const ids = new Set(page.calls.map((call) => call.id));
  const isJoined = page.nextCursor === null || state.rows.some((call) => ids.has(call.id));
  if (isJoined)
    return heard(
      { ...doubted, replacement: null },
      { kind: "heard", calls: page.calls, matching: ids, gone: none, mayMove },
    );
  const replaced = { ...doubted, waiting: page.calls, replacement: page };
  return mayMove ? reveal(replaced) : replaced;
}

function reveal(state: CallListState): CallListState {
  const arrived = joined(
    state.arrived,
    state.waiting.map((call) => call.id),
  );
  if (state.replacement !== null) {
    const fresh = callListOf(state.replacement, state.order);
    return { ...fresh, rows: state.waiting.filter((call) => belongs(call, fresh)), arrived };
  }
  const rows = [...state.waiting, ...state.rows].sort(comparison(state.order));
  return { ...state, rows, waiting: [], arrived };
}

function without(state: CallListState, gone: ReadonlySet<string>): CallListState {
  if (gone.size === 0) return state;
  const isLeft = ({ id }: CallListItem) => !gone.has(id);
  return { ...state, rows: keeping(state.rows, isLeft), waiting: keeping(state.waiting, isLeft) };
}

function keeping(calls: CallListItem[], isLeft: (call: CallListItem) => boolean): CallListItem[] {
  return calls.every(isLeft) ? calls : calls.filter(isLeft);
}

function patchIn(calls: CallListItem[], news: CallListItem[]): CallListItem[] {
  const byId = new Map(news.map((call) => [call.id, call]));
  return calls.some((call) => byId.has(call.id)) ? calls.map((call) => byId.get(call.id) ?? call) : calls;
}

/** A call below the last loaded row comes with its own page when the reader gets there. */
function belongs(call: CallListItem, { rows, nextCursor, order }: CallListState): boolean {
  const last = rows.at(-1);
  // Our moments end at milliseconds, so of two in the same one nobody here knows which comes first.
  return nextCursor === null || last === undefined || comparison(order)({ ...call, id: last.id }, last) <= 0;
}

function joined(ids: ReadonlySet<string>, more: readonly string[]): ReadonlySet<string> {
  return more.length === 0 ? ids : new Set([...ids, ...more]);
}

function less(ids: ReadonlySet<string>, fewer: readonly string[]): ReadonlySet<string> {
  if (!fewer.some((id) => ids.has(id))) return ids;
  const left = new Set(ids);
  for (const id of fewer) left.delete(id);
  return left;
}
