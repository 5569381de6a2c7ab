import { diallingMutants } from "./dialling.ts";
import { learningMutants } from "./learning.ts";
import type { Mutant } from "./mutant.ts";
import { tellingMutants } from "./telling.ts";

export type { Mutant } from "./mutant.ts";

/** Every planted bug. Each has to be caught by a check of the simulation. */
export const mutants: readonly Mutant[] = [...learningMutants, ...diallingMutants, ...tellingMutants];

export function findMutant(name: string): Mutant {
  const found = mutants.find((mutant) => mutant.name === name);
  if (!found) throw new Error(`There is no mutant called ${name}.`);
  return found;
}
