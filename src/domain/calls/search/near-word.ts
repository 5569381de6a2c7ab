/** Slips of the hand that may lie between a word and the one it was meant to be. */
const SLIPS_MAX = 2;

/** The word that was probably meant: one that the typed text begins, or one a slip or two away; null when none is near. */
export function nearWord(typed: string, words: readonly string[]): string | null {
  const text = typed.toLowerCase();
  if (text === "") return null;
  const begun = words.find((word) => text.length > 1 && word.toLowerCase().startsWith(text));
  if (begun !== undefined) return begun;
  const allowed = Math.min(SLIPS_MAX, Math.floor(text.length / 2));
  const [nearest] = words
    .map((word) => ({ word, slips: slipsBetween(text, word.toLowerCase()) }))
    .filter(({ slips }) => slips <= allowed)
    .sort((one, other) => one.slips - other.slips);
  return nearest?.word ?? null;
}

/** Letters left out, put in, mistaken or swapped with their neighbour, to come from one word to the other. */
function slipsBetween(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > SLIPS_MAX) return Number.POSITIVE_INFINITY;
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const mistaken = one[i - 1] === other[j - 1] ? 0 : 1;
      let slips = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + mistaken);
      const isSwapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (isSwapped) slips = Math.min(slips, at(before, j - 2) + 1);
      next.push(slips);
    }
    [before, row] = [row, next];
  }
  return at(row, other.length);
}

function at(row: number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
