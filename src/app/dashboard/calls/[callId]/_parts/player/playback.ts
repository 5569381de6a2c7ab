"use client";

import { createContext, useContext, useSyncExternalStore } from "react";
import { keepHabits, readHabits } from "./habits.ts";
import type { Stretch } from "./waveform-reading.ts";

const heardEvents = [
  "timeupdate",
  "play",
  "pause",
  "seeked",
  "durationchange",
  "ratechange",
  "volumechange",
  "error",
  "loadeddata",
];

/** A jump may land a little short of where it was to go. */
const LANDING_SECONDS = 0.05;

export const speeds = [0.75, 1, 1.25, 1.5, 2, 3];

/** The recording's audio element as a store, so that the player and each transcript line follow it alone. */
export class Playback {
  #audio: HTMLAudioElement | null = null;
  #listeners = new Set<() => void>();
  #frame = 0;
  #silences: Stretch[] = [];
  #isSkipping = false;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** For a ref: takes the element, gives back how to let go of it. */
  readonly attach = (audio: HTMLAudioElement | null): (() => void) | undefined => {
    if (!audio) return undefined;
    this.#audio = audio;
    const { speed, skipping, volume, muted } = readHabits(speeds);
    this.#isSkipping = skipping;
    this.#run(speed);
    Object.assign(audio, { volume, muted });
    for (const name of heardEvents) audio.addEventListener(name, this.#tell);
    this.#tell();
    return () => {
      cancelAnimationFrame(this.#frame);
      for (const name of heardEvents) audio.removeEventListener(name, this.#tell);
      this.#audio = null;
      this.#tell();
      queueMicrotask(() => endLoading(audio));
    };
  };

  // `timeupdate` comes four times a second; words change faster, so frames are counted while it plays.
  readonly #tell = (): void => {
    if (this.playing && this.#isSkipping) this.#leaveSilence();
    for (const listener of this.#listeners) listener();
    cancelAnimationFrame(this.#frame);
    if (this.playing) this.#frame = requestAnimationFrame(this.#tell);
  };

  get ready(): boolean {
    return this.#audio !== null;
  }
  get playing(): boolean {
    return this.#audio !== null && !this.#audio.paused;
  }
  get failed(): boolean {
    return this.#audio !== null && this.#audio.error !== null;
  }
  /** Seconds from the start. */
  get position(): number {
    return this.#audio?.currentTime ?? 0;
  }
  /** Seconds, or null until the recording's head was read. */
  get length(): number | null {
    const length = this.#audio?.duration;
    return length !== undefined && Number.isFinite(length) ? length : null;
  }
  get speed(): number {
    return this.#audio?.playbackRate ?? 1;
  }
  /** Whether pauses in which nobody speaks are jumped over. */
  get skipping(): boolean {
    return this.#isSkipping;
  }

  /** From 0 to 1; a phone's own keys say how loud it is, and this stays 1 there. */
  get volume(): number {
    return this.#audio?.volume ?? 1;
  }
  get muted(): boolean {
    return this.#audio?.muted ?? false;
  }

  toggle(): void {
    if (this.playing) this.#audio?.pause();
    else this.#play();
  }
  seek(seconds: number): void {
    if (this.#audio) this.#audio.currentTime = Math.max(0, Math.min(seconds, this.length ?? seconds));
  }
  playFrom(seconds: number): void {
    this.seek(seconds);
    this.#play();
  }
  setSpeed(speed: number): void {
    this.#run(speed);
    this.#keep();
  }
  /** To the next faster or slower one. */
  changeSpeed(by: 1 | -1): void {
    const next =
      by > 0 ? speeds.find((speed) => speed > this.speed) : speeds.findLast((speed) => speed < this.speed);
    if (next !== undefined) this.setSpeed(next);
  }
  /** Where nobody speaks, in their order. */
  setSilences(silences: Stretch[]): void {
    this.#silences = silences;
  }
  toggleSkipping(): void {
    this.#isSkipping = !this.#isSkipping;
    this.#keep();
    this.#tell();
  }
  /** A sound that is turned up is to be heard. */
  setVolume(volume: number): void {
    if (this.#audio) Object.assign(this.#audio, { volume, muted: volume === 0 });
    this.#keep();
  }
  toggleMuted(): void {
    if (!this.#audio) return;
    if (this.#audio.muted && this.#audio.volume === 0) this.#audio.volume = 1;
    this.#audio.muted = !this.#audio.muted;
    this.#keep();
  }
  reload(): void {
    this.#audio?.load();
  }

  #keep(): void {
    const { speed, skipping, volume, muted } = this;
    keepHabits({ speed, skipping, volume, muted });
  }

  // Loading anew sets the rate back to its default.
  #run(speed: number): void {
    if (this.#audio) Object.assign(this.#audio, { playbackRate: speed, defaultPlaybackRate: speed });
  }

  // Where a jump is still under way there is nothing to leave yet.
  #leaveSilence(): void {
    if (!this.#audio || this.#audio.seeking) return;
    const now = this.position;
    const silence = this.#silences.find(({ from, to }) => now >= from && now < to - LANDING_SECONDS);
    if (silence) this.seek(silence.to);
  }

  // A refused start shows as `failed` or stays paused; there is nothing else to do about it.
  #play(): void {
    this.#audio?.play().catch(() => this.#tell());
  }
}

/**
 * An element that has left the page goes on loading, and a browser has six connections for all of a console: whoever
 * walks past five recordings would wait for them to read the next call.
 */
function endLoading(audio: HTMLAudioElement): void {
  if (audio.isConnected) return;
  audio.removeAttribute("src");
  audio.load();
}

export const PlaybackContext = createContext(new Playback());

/** Follows one plain value of the playback; the component renders only when that value changes. */
export function usePlayback<Value extends string | number | boolean | null>(
  read: (playback: Playback) => Value,
): Value {
  const playback = useContext(PlaybackContext);
  const snapshot = () => read(playback);
  return useSyncExternalStore(playback.subscribe, snapshot, snapshot);
}
