import { isMet, type Row, ratioOf, type Target } from "./figure.ts";

const HEAD = ["figure", "what", "ours", "baseline", "ratio", "target", ""];

/** The rows as lines of a table that Markdown reads as well. */
export function tableOf(rows: readonly Row[]): string[] {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = HEAD, ...rest] = cells;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rest.map(line)];
}

function cellsOf(row: Row): string[] {
  const ratio = ratioOf(row);
  return [
    row.figure,
    row.what,
    amount(row.ours, row.unit),
    row.baseline === null ? "" : `${amount(row.baseline.value, row.unit)} ${row.baseline.name}`,
    ratio === null ? "" : `${ratio.toFixed(2)}×`,
    wordsOf(row.target, row.unit),
    isMet(row) ? "met" : "not met",
  ];
}

function wordsOf({ of, bound, limit }: Target, unit: string): string {
  return `${bound === "least" ? "≥" : "≤"} ${of === "ratio" ? `${Number(limit.toFixed(2))}×` : amount(limit, unit as Row["unit"])}`;
}

function amount(value: number, unit: Row["unit"]): string {
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  const gap = unit === "/s" || unit === "" ? "" : " ";
  return `${value.toFixed(unit === "" ? 3 : digits)}${gap}${unit}`;
}
