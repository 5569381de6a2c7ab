/** What can be looked for: its name counts for more than other words that it may be looked for by. */
export interface Named {
  name: string;
  words?: string | undefined;
}

/** Those in which every word of the text is found, best first; all of them, as they stand, for no text. */
export function rank<Thing extends Named>(things: readonly Thing[], text: string): Thing[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...things];
  return things
    .map((thing, place) => ({ thing, place, score: scoreOf(thing, wanted) }))
    .filter(({ score }) => score !== null)
    .sort((one, other) => (one.score ?? 0) - (other.score ?? 0) || one.place - other.place)
    .map(({ thing }) => thing);
}

/** The smaller the better: the whole beginning of the name, the beginnings of its words, anywhere; null for not at all. */
function scoreOf({ name, words = "" }: Named, wanted: readonly string[]): number | null {
  const title = name.toLowerCase();
  const all = `${title} ${words.toLowerCase()}`;
  if (!wanted.every((word) => all.includes(word))) return null;
  if (title.startsWith(wanted.join(" "))) return 0;
  const begun = title.split(/[^\p{L}\p{N}]+/u);
  if (wanted.every((word) => begun.some((part) => part.startsWith(word)))) return 1;
  return wanted.every((word) => title.includes(word)) ? 2 : 3;
}
