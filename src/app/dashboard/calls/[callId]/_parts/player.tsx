"use client";

import { Pause, Play, RotateCcw, RotateCw } from "lucide-react";
import { type CSSProperties, useContext } from "react";
import { Button, IconButton } from "#ui/button.tsx";
import { clockWords } from "#ui/duration.tsx";
import { PlaybackContext, usePlayback } from "./playback.ts";
import { SKIP_SECONDS, usePlayerKeys } from "./use-player-keys.ts";

const speeds = [0.75, 1, 1.25, 1.5, 2];
const MS = 1000;

export function Player({ callId, durationMs }: { callId: string; durationMs: number | null }) {
  const playback = useContext(PlaybackContext);
  const playing = usePlayback((at) => at.playing);
  const failed = usePlayback((at) => at.failed);
  const length = usePlayback((at) => at.length) ?? (durationMs ?? 0) / MS;
  usePlayerKeys(playback);

  return (
    <section
      aria-label="Recording"
      className="sticky top-2 z-10 flex flex-wrap items-center gap-x-1 gap-y-2 rounded-lg border border-line bg-raised px-3 py-2.5 shadow-raised"
    >
      {/* biome-ignore lint/a11y/useMediaCaption: the transcript below is the recording's text, word by word. */}
      <audio ref={playback.attach} src={`/api/calls/${callId}/recording`} preload="metadata" />
      <IconButton label={playing ? "Pause" : "Play"} onClick={() => playback.toggle()} shape="round">
        {playing ? (
          <Pause className="size-4 fill-current" />
        ) : (
          <Play className="size-4 translate-x-px fill-current" />
        )}
      </IconButton>
      <IconButton
        label={`Back ${SKIP_SECONDS} s`}
        onClick={() => playback.seek(playback.position - SKIP_SECONDS)}
      >
        <RotateCcw className="size-4" />
      </IconButton>
      <IconButton
        label={`Forward ${SKIP_SECONDS} s`}
        onClick={() => playback.seek(playback.position + SKIP_SECONDS)}
      >
        <RotateCw className="size-4" />
      </IconButton>
      <Seek length={length} />
      <Speed />
      {failed && (
        <p role="alert" className="flex w-full items-center justify-between gap-3 text-sm text-failed">
          The recording could not be loaded.
          <Button onClick={() => playback.reload()}>Try again</Button>
        </p>
      )}
    </section>
  );
}

const STEP_SECONDS = 0.1;

function Seek({ length }: { length: number }) {
  const playback = useContext(PlaybackContext);
  const position = usePlayback((at) => Math.floor(at.position / STEP_SECONDS) * STEP_SECONDS);
  return (
    <div className="flex min-w-40 flex-1 items-center max-sm:order-last max-sm:basis-full gap-3 figures px-1.5 text-sm">
      <span className="min-w-9 text-right">{clockWords(position * MS)}</span>
      <input
        type="range"
        aria-label="Position in the recording"
        aria-valuetext={`${clockWords(position * MS)} of ${clockWords(length * MS)}`}
        min={0}
        max={length}
        step={STEP_SECONDS}
        value={Math.min(position, length)}
        onChange={(event) => playback.seek(event.target.valueAsNumber)}
        className="slider h-5 min-w-0 flex-1 cursor-pointer"
        style={{ "--filled": `${length > 0 ? (position / length) * 100 : 0}%` } as CSSProperties}
      />
      <span className="min-w-9 text-ink-muted">{clockWords(length * MS)}</span>
    </div>
  );
}

function Speed() {
  const playback = useContext(PlaybackContext);
  const speed = usePlayback((at) => at.speed);
  return (
    <select
      aria-label="Speed"
      value={speed}
      onChange={(event) => playback.setSpeed(Number(event.target.value))}
      className="h-control rounded-md bg-transparent px-1 text-sm text-ink-muted hover:bg-hover max-sm:ml-auto any-pointer-coarse:h-touch"
    >
      {speeds.map((choice) => (
        <option key={choice} value={choice} className="bg-raised text-ink">
          {choice}×
        </option>
      ))}
    </select>
  );
}
