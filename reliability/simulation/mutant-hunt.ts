import { type Mutant, mutants } from "../mutants/index.ts";
import type { Crew } from "./crew.ts";

export interface Caught {
  mutant: Mutant;
  /** How many runs it took; null when none of them caught it. */
  runs: number | null;
  seed: number | null;
  check: string | null;
  guarantee: number | null;
  message: string | null;
}

/** Runs each mutant against seeds from the first on until a check sees it. Tells of each as it is known. */
export async function huntMutants(
  crew: Crew,
  places: number,
  options: { names: readonly string[]; firstSeed: number; runsMax: number },
  tell: (caught: Caught) => void,
): Promise<Caught[]> {
  const { names, firstSeed, runsMax } = options;
  const waiting = mutants.filter(({ name }) => names.length === 0 || names.includes(name));
  const seeds = Array.from({ length: runsMax }, (_, index) => firstSeed + index);
  const all: Caught[] = [];
  async function hunt(): Promise<void> {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const results = await crew.runUntilCaught(seeds, { mutant: mutant.name });
      const last = results.at(-1);
      const [violation] = last?.violations ?? [];
      if (violation && last) await requireSound(crew, last.seed);
      const caught: Caught = {
        mutant,
        runs: violation ? results.length : null,
        seed: violation && last ? last.seed : null,
        check: violation?.check ?? null,
        guarantee: violation?.guarantee ?? null,
        message: violation?.message ?? null,
      };
      all.push(caught);
      tell(caught);
    }
  }
  await Promise.all(Array.from({ length: places }, hunt));
  return all;
}

const sound = new Map<number, Promise<void>>();

/** What the program does by itself is not the mutant's doing. */
function requireSound(crew: Crew, seed: number): Promise<void> {
  const known = sound.get(seed) ?? runAlone(crew, seed);
  sound.set(seed, known);
  return known;
}

async function runAlone(crew: Crew, seed: number): Promise<void> {
  const [result] = await crew.runUntilCaught([seed], {});
  const [violation] = result?.violations ?? [];
  if (violation)
    throw new Error(`Seed ${seed} violates ${violation.check} without any planted bug. Mend that first.`);
}
