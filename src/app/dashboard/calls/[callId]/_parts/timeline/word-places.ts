import type { TranscriptEntry } from "./transcript-entry.ts";

/** A word as it stands in the text, with what stands before it. */
export interface PlacedWord {
  gap: string;
  text: string;
  start: number;
  end: number;
}

/** What was said, as text. */
export function spokenText({ content, words }: TranscriptEntry): string {
  return content ?? words.map(({ word }) => word.trim()).join(" ");
}

/**
 * Finds each timed word in the text, so that marking one moves no letter. Null when the words are not the text: then
 * nothing can be followed word by word.
 */
export function placeWords(entry: TranscriptEntry): { words: PlacedWord[]; rest: string } | null {
  if (entry.words.length === 0) return null;
  const text = spokenText(entry);
  const placed: PlacedWord[] = [];
  let reached = 0;
  for (const { word, start, end } of entry.words) {
    const wanted = word.trim();
    const at = text.indexOf(wanted, reached);
    const gap = text.slice(reached, at);
    if (at === -1 || gap.trim() !== "") return null;
    placed.push({ gap, text: wanted, start, end });
    reached = at + wanted.length;
  }
  const rest = text.slice(reached);
  return rest.trim() === "" ? { words: placed, rest } : null;
}

/** The last word that has begun, as long as its line is being spoken; -1 for none. */
export function wordAt(words: readonly { start: number; end: number }[], position: number): number {
  const last = words.at(-1);
  if (!last || position === 0 || position > last.end) return -1;
  return words.findLastIndex(({ start }) => start <= position);
}
