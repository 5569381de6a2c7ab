"use client";

import { type CSSProperties, useContext, useMemo } from "react";
import { classNames } from "#ui/class-names.ts";
import { clockWords } from "#ui/duration.tsx";
import type { TimelineEvent } from "../timeline/timeline.ts";
import { PlaybackContext, usePlayback } from "./playback.ts";
import type { Waveform } from "./wav-peaks.ts";
import { outlineOf } from "./waveform-reading.ts";

const MS = 1000;
const STEP_SECONDS = 0.1;
/** More marks than this are no help to anybody. */
const MARKS_MAX = 200;

interface Shown {
  /** Null while it is read, and where it cannot be. */
  waveform: Waveform | null;
  /** What each of its channels is called. */
  lanes: string[];
  /** Seconds. */
  length: number;
}

/** Where in the recording one is, over its shape: a plain slider to the keyboard and to screen readers. */
export function WaveformSlider({
  marks,
  isStereo,
  ...shown
}: Shown & { marks: readonly TimelineEvent[]; isStereo: boolean }) {
  return (
    <div className="flex gap-2">
      {isStereo && <LaneNames lanes={shown.lanes} />}
      <div className="min-w-0 flex-1">
        <div className="relative h-14">
          <Shape {...shown} className="text-control" />
          <Played {...shown} />
          <Seek length={shown.length} />
        </div>
        <Marks marks={marks} length={shown.length} />
      </div>
    </div>
  );
}

function LaneNames({ lanes }: { lanes: string[] }) {
  return (
    <ul className="flex h-14 w-18 shrink-0 flex-col text-xs text-ink-muted">
      {lanes.map((name) => (
        <li key={name} className="flex flex-1 items-center leading-tight">
          {name}
        </li>
      ))}
    </ul>
  );
}

/** What has been heard already, in the accent. */
function Played(shown: Shown) {
  const position = usePlayback((at) => Math.floor(at.position / STEP_SECONDS) * STEP_SECONDS);
  const share = shown.length > 0 ? Math.min(1, position / shown.length) : 0;
  return (
    <div className="absolute inset-0" style={{ clipPath: `inset(0 ${(1 - share) * 100}% 0 0)` }}>
      <Shape {...shown} className="text-accent" />
    </div>
  );
}

/** One lane a channel; a still line where nobody knows the sound. Drawn as outlines, so theme and size are the browser's affair. */
function Shape({ waveform, length, className }: Shown & { className: string }) {
  const outlines = useMemo(
    () => waveform?.channels.map((_, channel) => outlineOf(waveform, channel, length)) ?? [],
    [waveform, length],
  );
  if (outlines.length === 0)
    return (
      <div className={classNames("absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 bg-current", className)} />
    );
  return (
    <div aria-hidden="true" className={classNames("absolute inset-0 flex flex-col", className)}>
      {outlines.map((outline, channel) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a channel is known by its place.
        <svg key={channel} viewBox="0 0 1 1" preserveAspectRatio="none" className="min-h-0 w-full flex-1">
          <title>Loudness</title>
          <path d={outline} fill="currentColor" />
        </svg>
      ))}
    </div>
  );
}

function Seek({ length }: { length: number }) {
  const playback = useContext(PlaybackContext);
  const position = usePlayback((at) => Math.floor(at.position / STEP_SECONDS) * STEP_SECONDS);
  return (
    <input
      type="range"
      aria-label="Position in the recording"
      aria-valuetext={`${clockWords(position * MS)} of ${clockWords(length * MS)}`}
      min={0}
      max={length}
      step={STEP_SECONDS}
      value={Math.min(position, length)}
      onChange={(event) => playback.seek(event.target.valueAsNumber)}
      className="playhead absolute inset-0 size-full cursor-pointer rounded-sm"
    />
  );
}

const markInks: Record<TimelineEvent["kind"], string> = {
  tool: "bg-in-progress",
  node: "bg-control",
  key: "bg-ringing",
  transfer: "bg-cancelled",
  message: "bg-completed",
  context: "bg-initiated",
  other: "bg-control",
};

/** Where something happened. For the pointer only: by keyboard each stands in the transcript, with its time. */
function Marks({ marks, length }: { marks: readonly TimelineEvent[]; length: number }) {
  const playback = useContext(PlaybackContext);
  return (
    <div aria-hidden="true" className="relative h-3">
      {marks.slice(0, MARKS_MAX).map(({ kind, title, at, failed }, place) => {
        if (at === null || length <= 0 || at > length) return null;
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: marks come in their order and only grow at the end.
            key={place}
            type="button"
            tabIndex={-1}
            title={`${clockWords(at * MS)} · ${title}`}
            onClick={() => playback.playFrom(at)}
            className="absolute top-0.5 grid size-2.5 -translate-x-1/2 place-items-center"
            style={{ left: `${(at / length) * 100}%` } as CSSProperties}
          >
            <span className={classNames("size-1.5 rounded-full", failed ? "bg-failed" : markInks[kind])} />
          </button>
        );
      })}
    </div>
  );
}
