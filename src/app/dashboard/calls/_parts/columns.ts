/**
 * One grid for the header and every row. Below `lg` a row folds into a block of three lines, placed
 * by the `place` of each cell.
 */
export const rowGrid =
  "relative grid items-center gap-x-4 px-4 " +
  "lg:grid-cols-[7.5rem_minmax(11.5rem,1.1fr)_minmax(7rem,1fr)_6.5rem_4rem_4.5rem_minmax(9rem,1.2fr)_minmax(8rem,1.6fr)]";

export const callColumns = [
  { name: "Status", place: "" },
  { name: "Number", place: "" },
  { name: "Agent", place: "" },
  { name: "Started", place: "" },
  { name: "Duration", place: "text-right" },
  { name: "Cost", place: "text-right" },
  { name: "Outcome", place: "" },
  { name: "Variables", place: "" },
] as const;
