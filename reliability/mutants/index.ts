import type { SourcePatch } from "../simulation/machine/module-hooks.ts";

/** A bug that somebody could have written, put into the program for a run. */
export interface Mutant {
  name: string;
  /** What it would do to users. */
  why: string;
  source: SourcePatch[];
  sql: string[];
}

export const mutants: readonly Mutant[] = [];

export function findMutant(name: string): Mutant {
  const found = mutants.find((mutant) => mutant.name === name);
  if (!found) throw new Error(`There is no mutant called ${name}.`);
  return found;
}
