import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMet, type Row, ratioOf } from "./figure.ts";

export interface Run {
  at: Date;
  rounds: number;
  scale: number;
  machine: string;
  postgres: Record<string, string>;
  /** Figures that there are none of, and why. */
  failures: string[];
}

/** Writes the run down and says where. */
export function writeResults(run: Run, rows: readonly Row[]): string {
  const folder = join(import.meta.dirname, "../results");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${run.at.toISOString().replaceAll(":", "-")}.json`);
  const figures = rows.map((row) => ({ ...row, ratio: ratioOf(row), met: isMet(row) }));
  writeFileSync(path, `${JSON.stringify({ ...run, figures }, null, 2)}\n`);
  return path;
}
