/**
 * One grid for the header and every row. It follows the room the list has, not the window: a narrow
 * list folds each row into a block of lines, a middling one leaves the variables out.
 */
export const rowGrid =
  "relative grid items-center gap-x-4 px-4 " +
  "@[56rem]:grid-cols-[7rem_10.5rem_minmax(6.5rem,1fr)_5.75rem_3.5rem_3.75rem_minmax(11rem,1.3fr)] " +
  "@[68rem]:grid-cols-[7rem_10.5rem_minmax(6.5rem,0.9fr)_5.75rem_3.5rem_3.75rem_minmax(12.5rem,1.2fr)_minmax(9.5rem,1.6fr)]";

export const callColumns = [
  { name: "Status", place: "" },
  { name: "Direction, number", place: "" },
  { name: "Agent", place: "" },
  { name: "Started", place: "" },
  { name: "Duration", place: "text-right" },
  { name: "Cost", place: "text-right" },
  { name: "Outcome", place: "" },
  { name: "Variables", place: "@max-[68rem]:hidden" },
] as const;
