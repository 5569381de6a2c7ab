import type { CallListItem } from "#domain/calls";

/** As columns, or each row as a block of lines; both until the browser knows how much room there is. */
export type ListShape = "columns" | "cards" | "both";

/** As `--spacing-row` has it. */
const ROW_REM = 2.75;
const CARD_SIDES_REM = 1.5;
const LINE_REM = 1.5;
const LINE_GAP_REM = 0.25;

/** Below this, columns would be too narrow to read. As `@[56rem]` says in the rows' classes. */
export const COLUMNS_FROM_REM = 56;

/** A card is as high as its lines, whatever is in them: so heights are known and never measured. */
export function cardRem(call: CallListItem): number {
  const lines = 3 + Number(Object.keys(call.variables).length > 0);
  return CARD_SIDES_REM + lines * LINE_REM + (lines - 1) * LINE_GAP_REM;
}

/** The server cannot know how high a window is: as many fill a large one, as columns and as cards. */
export const SERVED_ROWS = 24;
export const SERVED_CARDS = 12;

/** How high the rows are that the server does not draw, in rem. */
export function unservedRem(rows: readonly CallListItem[]): { columns: number; cards: number } {
  return {
    columns: Math.max(0, rows.length - SERVED_ROWS) * ROW_REM,
    cards: rows.slice(SERVED_CARDS).reduce((sum, call) => sum + cardRem(call), 0),
  };
}

/** Where rows begin, in px from the top of the list, and how high they are. */
export interface Heights {
  startOf(index: number): number;
  sizeOf(index: number): number;
}

export function heightsOf(rows: readonly CallListItem[], shape: ListShape, remPx: number): Heights {
  if (shape !== "cards") {
    const size = ROW_REM * remPx;
    return { startOf: (index) => index * size, sizeOf: () => size };
  }
  const starts = new Float64Array(rows.length + 1);
  rows.forEach((call, index) => {
    starts[index + 1] = (starts[index] ?? 0) + cardRem(call) * remPx;
  });
  const startOf = (index: number) => starts[index] ?? 0;
  return { startOf, sizeOf: (index) => startOf(index + 1) - startOf(index) };
}
