import type { LiveChange } from "./call-record.ts";
import type { Story } from "./story.ts";
import { isUtterance, type TimedEntry, type Utterance } from "./transcript.ts";

const MS_PER_SECOND = 1000;

/** The story as it goes on after what was changed meanwhile. What was said before, and how long all takes, stays. */
export function withLiveChanges(story: Story, changes: readonly LiveChange[]): Story {
  if (changes.length === 0) return story;
  const entries = changes.reduce<TimedEntry[]>((told, change) => changed(told, change), story.entries);
  return { ...story, entries };
}

function changed(entries: TimedEntry[], change: LiveChange): TimedEntry[] {
  const { atMs, variables, takenOver, context } = change;
  const revoiced = variables
    ? entries.map((timed) => (isLater(timed, atMs) ? revoice(timed, variables) : timed))
    : entries;
  const silenced = takenOver ? revoiced.flatMap((timed) => silence(timed, atMs)) : revoiced;
  return context === undefined ? silenced : withContext(silenced, context, atMs);
}

function isLater({ atMs }: TimedEntry, moment: number): boolean {
  return atMs > moment;
}

/** The same stretch of speech in other words. */
function revoice(timed: TimedEntry, variables: NonNullable<LiveChange["variables"]>): TimedEntry {
  const { entry } = timed;
  if (!isUtterance(entry) || entry.role !== "agent") return timed;
  const content = Object.values(variables).reduce(
    (text, { was, now }) => (was === "" ? text : text.replaceAll(was, now)),
    entry.content,
  );
  return content === entry.content ? timed : { ...timed, entry: respoken(entry, content) };
}

function respoken(entry: Utterance, content: string): Utterance {
  const from = entry.words.at(0)?.start ?? 0;
  const until = entry.words.at(-1)?.end ?? from;
  const words = content.split(" ");
  const share = (until - from) / words.length;
  const timed = words.map((word, index) => ({
    word,
    start: from + index * share,
    end: from + (index + 1) * share,
  }));
  return { ...entry, content, words: timed };
}

/** The agent says no more from then on, and breaks off what it is saying. */
function silence(timed: TimedEntry, moment: number): TimedEntry[] {
  const { entry } = timed;
  if (!isUtterance(entry) || entry.role !== "agent" || timed.untilMs <= moment) return [timed];
  const words = entry.words.filter(({ end }) => end * MS_PER_SECOND <= moment);
  if (words.length === 0) return [];
  const content = words.map(({ word }) => word).join(" ");
  return [{ ...timed, untilMs: moment, entry: { ...entry, content, words } }];
}

function withContext(entries: readonly TimedEntry[], content: string, atMs: number): TimedEntry[] {
  const entry = { role: "injected", content, time_sec: atMs / MS_PER_SECOND } as const;
  const later = entries.findIndex((timed) => isLater(timed, atMs));
  return entries.toSpliced(later === -1 ? entries.length : later, 0, { atMs, untilMs: atMs, entry });
}
