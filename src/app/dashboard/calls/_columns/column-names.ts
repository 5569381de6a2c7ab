/** What a column is, apart from how its cells look: the server needs to know it too, to read what is shown. */
export interface ColumnShape {
  title: string;
  /** The width it has by itself, and below which it never shrinks by itself; in rem. */
  rem: number;
  /** Its share of the room that is left over. */
  grows?: number;
  /** Figures stand at the end of their column. */
  atEnd?: true;
  /** By which of the history's orders its header sorts. */
  sort?: "started" | "duration" | "cost";
  /** Where the name came from, when it is not ours. */
  origin?: "Variable" | "Analysis";
}

const fixedColumns: Record<string, ColumnShape> = {
  status: { title: "Status", rem: 6.5 },
  number: { title: "Number", rem: 9.5 },
  ours: { title: "Our number", rem: 9.5 },
  direction: { title: "Direction", rem: 6 },
  agent: { title: "Agent", rem: 8.75, grows: 0.7 },
  started: { title: "Started", rem: 5.5, sort: "started" },
  duration: { title: "Duration", rem: 4.5, atEnd: true, sort: "duration" },
  cost: { title: "Cost", rem: 3.5, atEnd: true, sort: "cost" },
  outcome: { title: "Outcome", rem: 11.5, grows: 1.05 },
  sentiment: { title: "Sentiment", rem: 6 },
  variables: { title: "Variables", rem: 7.5, grows: 1 },
  summary: { title: "Summary", rem: 14, grows: 2 },
  latency: { title: "Latency", rem: 4.5, atEnd: true },
  by: { title: "Requested by", rem: 7.5 },
  reason: { title: "Retell’s reason", rem: 9 },
  id: { title: "Retell call id", rem: 11 },
};

export const fixedNames: readonly string[] = Object.keys(fixedColumns);

export const VARIABLE = "var.";
export const ANALYSIS = "analysis.";
const OWN_NAME_REM = 8;

/** Null when there is no such column. */
export function shapeOf(name: string): ColumnShape | null {
  if (Object.hasOwn(fixedColumns, name)) return fixedColumns[name] ?? null;
  const own = { rem: OWN_NAME_REM, grows: 0.8 } as const;
  if (name.startsWith(VARIABLE) && name.length > VARIABLE.length)
    return { ...own, title: name.slice(VARIABLE.length), origin: "Variable" };
  if (name.startsWith(ANALYSIS) && name.length > ANALYSIS.length)
    return { ...own, title: name.slice(ANALYSIS.length), origin: "Analysis" };
  return null;
}

/** What the list must ask for besides the narrow row, so that these columns have something to show. */
export function fieldsFor(names: readonly string[]): string[] {
  return names.filter((name) => name === "summary" || name === "latency" || name.startsWith(ANALYSIS)).sort();
}
