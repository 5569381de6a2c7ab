import type { CallListItem } from "#domain/calls";

export interface CallListState {
  rows: CallListItem[];
  /** New calls that wait for the reader's word, so that nothing moves under the pointer. */
  waiting: CallListItem[];
  /** Rows that came in after the page was opened. */
  arrived: ReadonlySet<string>;
  nextCursor: string | null;
}

export type CallListChange =
  | {
      kind: "heard";
      calls: CallListItem[];
      matching: ReadonlySet<string>;
      /** Calls that were asked for and are no more: each turned out to be another one. */
      gone: ReadonlySet<string>;
      atTop: boolean;
    }
  | { kind: "more"; calls: CallListItem[]; nextCursor: string | null }
  | { kind: "reveal" };

export function callListOf(page: { calls: CallListItem[]; nextCursor: string | null }): CallListState {
  return { rows: page.calls, waiting: [], arrived: new Set(), nextCursor: page.nextCursor };
}

/** Shown calls are replaced where they stand; new ones go on top, or wait while the reader is further down. */
export function changeCallList(before: CallListState, change: CallListChange): CallListState {
  const state = change.kind === "heard" ? without(before, change.gone) : before;
  switch (change.kind) {
    case "heard": {
      const { rows, fresh } = patch(state, change.calls);
      const wanted = fresh.filter((call) => change.matching.has(call.id) && belongs(call, state));
      if (wanted.length === 0) return { ...state, rows, waiting: patchIn(state.waiting, change.calls) };
      const waiting = newestFirst([...patchIn(state.waiting, change.calls), ...wanted]);
      const changed = { ...state, rows, waiting };
      return change.atTop ? reveal(changed) : changed;
    }
    case "more": {
      const shown = new Set([...state.rows, ...state.waiting].map((call) => call.id));
      const calls = change.calls.filter((call) => !shown.has(call.id));
      return { ...state, rows: [...state.rows, ...calls], nextCursor: change.nextCursor };
    }
    case "reveal":
      return reveal(state);
  }
}

function without(state: CallListState, gone: ReadonlySet<string>): CallListState {
  const isLeft = ({ id }: CallListItem) => !gone.has(id);
  return { ...state, rows: state.rows.filter(isLeft), waiting: state.waiting.filter(isLeft) };
}

function reveal(state: CallListState): CallListState {
  return {
    ...state,
    rows: newestFirst([...state.waiting, ...state.rows]),
    waiting: [],
    arrived: new Set([...state.arrived, ...state.waiting.map((call) => call.id)]),
  };
}

function patch(state: CallListState, heard: CallListItem[]) {
  const known = new Set([...state.rows, ...state.waiting].map((call) => call.id));
  return { rows: patchIn(state.rows, heard), fresh: heard.filter((call) => !known.has(call.id)) };
}

function patchIn(calls: CallListItem[], heard: CallListItem[]): CallListItem[] {
  const byId = new Map(heard.map((call) => [call.id, call]));
  return calls.map((call) => byId.get(call.id) ?? call);
}

/** A call below the last loaded row comes with its own page when the reader gets there. */
function belongs(call: CallListItem, state: CallListState): boolean {
  const last = state.rows.at(-1);
  return state.nextCursor === null || last === undefined || call.placedAt >= last.placedAt;
}

function newestFirst(calls: CallListItem[]): CallListItem[] {
  return calls.toSorted((a, b) => b.placedAt.localeCompare(a.placedAt) || b.id.localeCompare(a.id));
}
