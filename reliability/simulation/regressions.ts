/** Runs that once showed a fault, each with what it showed. They are run again with every change. */
export const regressions: readonly { seed: number; showed: string }[] = [
  {
    seed: 3,
    showed:
      "The audit log said that a call was in doubt after a webhook had already told that Retell had taken it.",
  },
  {
    seed: 278,
    showed:
      "A call placed elsewhere, whose every webhook left out its metadata, never got it, though Retell's list had it.",
  },
];
