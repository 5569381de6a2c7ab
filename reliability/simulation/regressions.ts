/**
 * Runs that once showed a fault of the program, each with what it showed. They are run again with every
 * change. A seed draws what it drew then only as long as nothing asks the world for more or less than it did;
 * so each fault is also planted for good, in reliability/mutants.
 */
export const regressions: readonly { seed: number; showed: string }[] = [
  {
    seed: 7,
    showed:
      "The audit log said that a call was in doubt after a webhook had already told that it was placed.",
  },
  {
    seed: 104,
    showed: "A call whose every webhook left out its metadata never got it, though Retell's list had it.",
  },
  {
    seed: 37,
    showed: "Whoever resumed a live stream after a row had been merged into another went on seeing both.",
  },
  {
    seed: 400914,
    showed:
      "A webhook was refused because the row of its call was merged into another while it waited for it.",
  },
  {
    seed: 969078269,
    showed:
      "While Retell did not answer how many lines are free, a call went on saying that it waited for its turn.",
  },
];
