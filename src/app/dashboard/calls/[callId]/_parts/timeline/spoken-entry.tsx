"use client";

import { Fragment, memo, useMemo, useState } from "react";
import { classNames } from "#ui/class-names.ts";
import { usePlayback } from "../player/playback.ts";
import { EntryTime } from "./entry-time.tsx";
import { type Speech, speakers } from "./timeline.ts";
import type { TranscriptEntry } from "./transcript-entry.ts";
import { placeWords, spokenText, wordAt } from "./word-places.ts";

const inks: Record<string, string> = { agent: "text-accent", transfer_target: "text-cancelled" };

/** Somebody's words. Only while they are spoken, or a pointer is over them, does each have an element of its own. */
export const SpokenEntry = memo(function SpokenEntry({
  speech: { entry, at },
  isSpoken,
}: {
  speech: Speech;
  isSpoken: boolean;
}) {
  const [isNear, setNear] = useState(false);
  return (
    <div className="grid gap-x-4 @[32rem]:grid-cols-[8rem_minmax(0,1fr)]">
      <p className="flex items-baseline justify-between gap-2 text-sm">
        <span className={classNames("font-medium", inks[entry.role] ?? "text-ink")}>
          {speakers[entry.role] ?? entry.role}
        </span>
        <EntryTime at={at} isExact />
      </p>
      <p
        dir="auto"
        onPointerEnter={() => setNear(true)}
        onPointerLeave={() => setNear(false)}
        className="leading-relaxed whitespace-pre-wrap text-pretty"
      >
        {isSpoken || isNear ? <Words entry={entry} /> : spokenText(entry)}
      </p>
    </div>
  );
});

function Words({ entry }: { entry: TranscriptEntry }) {
  const placed = useMemo(() => placeWords(entry), [entry]);
  const ready = usePlayback((at) => at.ready);
  const spoken = usePlayback((at) => (at.ready ? wordAt(entry.words, at.position) : -1));
  if (!placed) return spokenText(entry);
  return (
    <>
      {placed.words.map(({ gap, text, start }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word is known by its place in the sentence.
        <Fragment key={index}>
          {gap}
          <span
            data-start={start}
            className={classNames(
              ready && "cursor-pointer rounded-sm hover:bg-hover",
              index === spoken && "bg-spoken hover:bg-spoken",
            )}
          >
            {text}
          </span>
        </Fragment>
      ))}
      {placed.rest}
    </>
  );
}
