import { median } from "../load/percentiles.ts";

/** Fewer say nothing about chance. */
export const ROUNDS_MIN = 3;

/**
 * Measures every side once a round, each round beginning with another one, so that what the machine does meanwhile
 * meets all of them. Gives the medians of each measure, by side.
 */
export async function inTurns<Side extends string, Measured extends Record<string, number>>(
  sides: Record<Side, (round: number) => Promise<Measured>>,
  rounds: number,
): Promise<Record<Side, Measured>> {
  const names = Object.keys(sides) as Side[];
  const measured = new Map<Side, Measured[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(round + turn) % names.length];
      if (name !== undefined) measured.get(name)?.push(await sides[name](round));
    }
  }
  return Object.fromEntries(names.map((name) => [name, mediansOf(measured.get(name) ?? [])])) as Record<
    Side,
    Measured
  >;
}

function mediansOf<Measured extends Record<string, number>>(rounds: readonly Measured[]): Measured {
  const keys = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    keys.map((key) => [key, median(rounds.map((round) => round[key] ?? Number.NaN))]),
  ) as Measured;
}
