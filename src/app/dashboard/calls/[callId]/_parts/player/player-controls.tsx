"use client";

import { Download, FastForward, Pause, Play, RotateCcw, RotateCw, Volume2, VolumeX } from "lucide-react";
import { useContext } from "react";
import { IconButton } from "#ui/button.tsx";
import { classNames } from "#ui/class-names.ts";
import { clockWords } from "#ui/duration.tsx";
import { QuietSelect } from "#ui/select-input.tsx";
import { PlaybackContext, speeds, usePlayback } from "./playback.ts";
import { SKIP_SECONDS } from "./use-player-keys.ts";

const MS = 1000;
const VOLUME_STEP = 0.05;

export function PlayerControls({ address, length }: { address: string; length: number }) {
  const playback = useContext(PlaybackContext);
  const playing = usePlayback((at) => at.playing);
  return (
    <div className="flex flex-wrap items-center gap-x-1">
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
      <Time length={length} />
      <div className="ml-auto flex items-center gap-1">
        <Volume />
        <SkipSilence />
        <Speed />
        <a
          href={address}
          download
          aria-label="Download the recording"
          title="Download the recording"
          className="inline-grid size-control place-items-center rounded-md text-ink-muted hover:bg-hover hover:text-ink any-pointer-coarse:size-touch"
        >
          <Download aria-hidden="true" className="size-4" />
        </a>
      </div>
    </div>
  );
}

function Time({ length }: { length: number }) {
  const seconds = usePlayback((at) => Math.floor(at.position));
  return (
    <p className="figures px-1.5 text-sm whitespace-nowrap">
      {clockWords(seconds * MS)} <span className="text-ink-muted">/ {clockWords(length * MS)}</span>
    </p>
  );
}

function Volume() {
  const playback = useContext(PlaybackContext);
  const muted = usePlayback((at) => at.muted);
  const volume = usePlayback((at) => at.volume);
  return (
    <>
      <IconButton label={muted ? "Sound on" : "Sound off"} onClick={() => playback.toggleMuted()}>
        {muted ? <VolumeX className="size-4" /> : <Volume2 className="size-4" />}
      </IconButton>
      {/* A phone is made louder by its own keys. */}
      <input
        type="range"
        aria-label="Volume"
        data-moves-by-arrows
        min={0}
        max={1}
        step={VOLUME_STEP}
        value={muted ? 0 : volume}
        onChange={(event) => playback.setVolume(Number(event.target.value))}
        className="mr-1 hidden h-control w-16 accent-accent any-pointer-coarse:hidden @[34rem]:block"
      />
    </>
  );
}

function SkipSilence() {
  const playback = useContext(PlaybackContext);
  const skipping = usePlayback((at) => at.skipping);
  return (
    <button
      type="button"
      aria-pressed={skipping}
      aria-label="Skip silence"
      title="Skip silence"
      onClick={() => playback.toggleSkipping()}
      className={classNames(
        "inline-flex h-control min-w-control items-center justify-center gap-1.5 rounded-md px-2 text-sm transition-colors any-pointer-coarse:h-touch",
        skipping ? "bg-accent-soft text-accent" : "text-ink-muted hover:bg-hover hover:text-ink",
      )}
    >
      <FastForward aria-hidden="true" className="size-4" />
      <span aria-hidden="true" className="hidden @[34rem]:inline">
        Skip silence
      </span>
    </button>
  );
}

function Speed() {
  const playback = useContext(PlaybackContext);
  const speed = usePlayback((at) => at.speed);
  return (
    <QuietSelect
      aria-label="Speed"
      title="Speed"
      value={speed}
      onChange={(event) => playback.setSpeed(Number(event.target.value))}
    >
      {speeds.map((choice) => (
        <option key={choice} value={choice}>
          {choice}×
        </option>
      ))}
    </QuietSelect>
  );
}
