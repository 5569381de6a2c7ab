"use client";

import { createContext, useContext, useSyncExternalStore } from "react";

const heardEvents = [
  "timeupdate",
  "play",
  "pause",
  "seeked",
  "durationchange",
  "ratechange",
  "error",
  "loadeddata",
];

/** The recording's audio element as a store, so that the player and each transcript line follow it alone. */
export class Playback {
  #audio: HTMLAudioElement | null = null;
  #listeners = new Set<() => void>();
  #frame = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** For a ref: takes the element, gives back how to let go of it. */
  readonly attach = (audio: HTMLAudioElement | null): (() => void) | undefined => {
    if (!audio) return undefined;
    this.#audio = audio;
    for (const name of heardEvents) audio.addEventListener(name, this.#tell);
    this.#tell();
    return () => {
      cancelAnimationFrame(this.#frame);
      for (const name of heardEvents) audio.removeEventListener(name, this.#tell);
      this.#audio = null;
      this.#tell();
    };
  };

  // `timeupdate` comes four times a second; words change faster, so frames are counted while it plays.
  readonly #tell = (): void => {
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
    if (this.#audio) this.#audio.playbackRate = speed;
  }
  reload(): void {
    this.#audio?.load();
  }

  // A refused start shows as `failed` or stays paused; there is nothing else to do about it.
  #play(): void {
    this.#audio?.play().catch(() => this.#tell());
  }
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
