import type { ChosenColumn } from "./chosen-columns.ts";
import { shapeOf } from "./column-names.ts";

const GAP_REM = 1;
const SIDES_REM = 2;

/** The one grid of the header and of every row, and the width below which the list scrolls sideways. */
export interface GridTemplate {
  columns: string;
  least: string;
}

export function gridTemplate(columns: readonly ChosenColumn[]): GridTemplate {
  const tracks = columns.map(({ name, width }) => {
    const { rem, grows } = shapeOf(name) ?? { rem: 0 };
    if (width !== null) return { track: `${width}px`, least: `${width}px` };
    return { track: grows ? `minmax(${rem}rem,${grows}fr)` : `${rem}rem`, least: `${rem}rem` };
  });
  const spaces = `${SIDES_REM + GAP_REM * Math.max(0, columns.length - 1)}rem`;
  return {
    columns: tracks.map(({ track }) => track).join(" "),
    least: `calc(${[spaces, ...tracks.map(({ least }) => least)].join(" + ")})`,
  };
}
