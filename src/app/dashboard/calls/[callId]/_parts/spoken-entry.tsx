"use client";

import { Fragment, memo, useContext } from "react";
import { classNames } from "#ui/class-names.ts";
import { clockWords } from "#ui/duration.tsx";
import { PlaybackContext, usePlayback } from "./playback.ts";
import type { TranscriptEntry, TranscriptWord } from "./transcript-entry.ts";

const MS = 1000;
const NO_WORD = -1;

const speakers: Record<string, { name: string; look: string }> = {
  agent: { name: "Agent", look: "text-accent" },
  user: { name: "Other party", look: "text-ink" },
  transfer_target: { name: "Transfer target", look: "text-cancelled" },
};

/** Whether the entry is somebody's words; a role nobody has seen yet is, when its words have times. */
export function isSpeech(entry: TranscriptEntry): boolean {
  return Object.hasOwn(speakers, entry.role) || entry.words.length > 0;
}

export const SpokenEntry = memo(function SpokenEntry({ entry }: { entry: TranscriptEntry }) {
  const speaker = speakers[entry.role] ?? { name: entry.role, look: "text-ink" };
  const start = entry.words[0]?.start;
  return (
    <div className="grid gap-x-4 sm:grid-cols-[7.5rem_minmax(0,1fr)]">
      <p className="flex items-baseline justify-between gap-2 text-sm">
        <span className={classNames("font-medium", speaker.look)}>{speaker.name}</span>
        {start !== undefined && <PlayFrom seconds={start} />}
      </p>
      <p dir="auto" className="leading-relaxed text-pretty">
        {wordsAreTheText(entry) ? <Words words={entry.words} /> : entry.content}
      </p>
    </div>
  );
});

function PlayFrom({ seconds }: { seconds: number }) {
  const playback = useContext(PlaybackContext);
  const ready = usePlayback((at) => at.ready);
  const time = clockWords(seconds * MS);
  if (!ready) return <span className="shrink-0 text-xs text-ink-faint">{time}</span>;
  return (
    <button
      type="button"
      aria-label={`Play from ${time}`}
      onClick={() => playback.playFrom(seconds)}
      className="shrink-0 rounded-sm px-1 text-xs text-ink-faint hover:text-accent any-pointer-coarse:py-2"
    >
      {time}
    </button>
  );
}

function Words({ words }: { words: TranscriptWord[] }) {
  const spoken = usePlayback((at) => (at.ready ? wordAt(words, at.position) : NO_WORD));
  const ready = usePlayback((at) => at.ready);
  return words.map((word, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a word is known by its place in the sentence.
    <Fragment key={index}>
      {index > 0 && " "}
      <span
        data-start={word.start}
        className={classNames(
          ready && "cursor-pointer rounded-sm hover:bg-hover",
          index === spoken && "bg-spoken hover:bg-spoken",
        )}
      >
        {word.word.trim()}
      </span>
    </Fragment>
  ));
}

/** The last word that has begun, as long as its line is being spoken. */
function wordAt(words: TranscriptWord[], position: number): number {
  const last = words.at(-1);
  if (!last || position > last.end) return NO_WORD;
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.start ?? 0) <= position) low = middle + 1;
    else high = middle;
  }
  return position === 0 ? NO_WORD : low - 1;
}

function wordsAreTheText(entry: TranscriptEntry): boolean {
  if (entry.words.length === 0) return false;
  if (entry.content === null) return true;
  const joined = entry.words.map(({ word }) => word).join("");
  return joined.replaceAll(/\s/g, "") === entry.content.replaceAll(/\s/g, "");
}
