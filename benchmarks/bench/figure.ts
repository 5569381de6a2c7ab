/** Empty for what is a mere number. */
export type Unit = "" | "/s" | "ms" | "s" | "MB" | "KB" | "%";

/** What is asked of a figure: of it as it stands, or of it against the baseline. */
export interface Target {
  of: "value" | "ratio";
  /** At least, or at most, this. */
  bound: "least" | "most";
  limit: number;
}

/** A line of the table: the medians of all rounds. */
export interface Row {
  figure: string;
  what: string;
  unit: Unit;
  ours: number;
  baseline: { name: string; value: number } | null;
  target: Target;
}

export interface FigureOptions {
  checkout: string;
  /** How often each side is measured, by turns. */
  rounds: number;
  /** The share of the usual amount of work: small for trying out whether it works. */
  scale: number;
}

/** A group of lines that share a stage. */
export interface Figure {
  name: string;
  measure(options: FigureOptions): Promise<Row[]>;
}

export function ratioOf({ ours, baseline }: Row): number | null {
  return baseline === null ? null : ours / baseline.value;
}

/** A figure that could not be had meets nothing. */
export function isMet(row: Row): boolean {
  const { of, bound, limit } = row.target;
  const figure = of === "value" ? row.ours : (ratioOf(row) ?? Number.NaN);
  return bound === "least" ? figure >= limit : figure <= limit;
}

export const ratioAtLeast = (limit: number): Target => ({ of: "ratio", bound: "least", limit });
export const ratioAtMost = (limit: number): Target => ({ of: "ratio", bound: "most", limit });
export const atLeast = (limit: number): Target => ({ of: "value", bound: "least", limit });
export const atMost = (limit: number): Target => ({ of: "value", bound: "most", limit });
