import type { CallCount } from "../../_api/calls.ts";
import type { CallListState } from "./call-list-state.ts";

type Listed = Pick<CallListState, "rows" | "nextCursor"> & { waiting: readonly unknown[] };

/**
 * What can be said of a list's total. All of a list that was read to its end is there to be counted; of another at least
 * what was read and what waits, and what was counted: null where that could not be done at once.
 */
export function totalOf({ rows, waiting, nextCursor }: Listed, counted: CallCount | null): CallCount {
  const seen = rows.length + waiting.length;
  if (nextCursor === null) return { count: seen, isMore: false };
  if (counted === null || counted.count < seen) return { count: seen, isMore: true };
  return counted;
}
