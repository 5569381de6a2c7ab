import type { TranscriptEntry } from "../timeline/transcript-entry.ts";
import { PEAKS_PER_SECOND, type Waveform } from "./wav-peaks.ts";

/** A stretch of the recording, in seconds. */
export interface Stretch {
  from: number;
  to: number;
}

/** Shorter pauses belong to how people talk. */
const SILENCE_SECONDS_MIN = 1.5;
/** Left at both ends of a pause that is skipped, so that no word loses its beginning. */
const BREATH_SECONDS = 0.25;
/** Of the loudest moment; a telephone line is never quite still. */
const QUIET_SHARE = 0.04;
/** A channel is somebody's when it is so much louder than the other while they speak. */
const CLEARLY = 1.5;

/** Where nobody speaks for a while, to be skipped. */
export function silencesIn({ channels }: Waveform): Stretch[] {
  const length = Math.max(0, ...channels.map((peaks) => peaks.length));
  const quiet = loudest(channels) * QUIET_SHARE;
  return pausesBetween(
    (function* () {
      for (let place = 0; place < length; place += 1)
        if (channels.some((peaks) => (peaks[place] ?? 0) > quiet))
          yield { from: place / PEAKS_PER_SECOND, to: (place + 1) / PEAKS_PER_SECOND };
    })(),
    length / PEAKS_PER_SECOND,
  );
}

/** The same by the times of the words alone, for as long as nobody knows the sound. */
export function silencesBetweenWords(entries: readonly TranscriptEntry[], length: number): Stretch[] {
  const words = entries.flatMap((entry) => entry.words).sort((one, other) => one.start - other.start);
  if (words.length === 0) return [];
  return pausesBetween(
    words.map(({ start, end }) => ({ from: start, to: end })),
    length,
  );
}

function pausesBetween(sounds: Iterable<Stretch>, length: number): Stretch[] {
  const pauses: Stretch[] = [];
  let until = 0;
  for (const { from, to } of sounds) {
    if (from - until >= SILENCE_SECONDS_MIN)
      pauses.push({ from: until === 0 ? 0 : until + BREATH_SECONDS, to: from - BREATH_SECONDS });
    until = Math.max(until, to);
  }
  if (length - until >= SILENCE_SECONDS_MIN) pauses.push({ from: until + BREATH_SECONDS, to: length });
  return pauses;
}

/** What each channel is called: by whose words it carries, or by its number where that does not show. */
export function laneNames({ channels }: Waveform, entries: readonly TranscriptEntry[]): string[] {
  if (channels.length < 2) return [""];
  const numbered = channels.map((_, channel) => `Channel ${channel + 1}`);
  if (channels.length > 2) return numbered;
  const agents = channels.map((peaks) => loudnessDuring(peaks, entries, (role) => role === "agent"));
  const others = channels.map((peaks) => loudnessDuring(peaks, entries, (role) => role !== "agent"));
  const [left, right] = [0, 1].map((channel) => (agents[channel] ?? 0) * (others[1 - channel] ?? 0));
  if (left === undefined || right === undefined) return numbered;
  if (left > right * CLEARLY) return ["Agent", "Other party"];
  return right > left * CLEARLY ? ["Other party", "Agent"] : numbered;
}

/** The mean loudness while such a speaker's words are spoken. */
function loudnessDuring(
  peaks: number[],
  entries: readonly TranscriptEntry[],
  isOne: (role: string) => boolean,
): number {
  let [sum, count] = [0, 0];
  for (const { role, words } of entries) {
    if (!isOne(role)) continue;
    for (const { start, end } of words)
      for (let place = Math.floor(start * PEAKS_PER_SECOND); place < end * PEAKS_PER_SECOND; place += 1) {
        sum += peaks[place] ?? 0;
        count += 1;
      }
  }
  return count === 0 ? 0 : sum / count;
}

/** More would not be seen on any screen. */
const POINTS_MAX = 900;
/** A still line shows that there is a recording. */
const STILL = 0.02;

/** The outline of one channel in a box of 1 by 1, the loudest moment of the recording filling its height. */
export function outlineOf(waveform: Waveform, channel: number, seconds: number): string {
  const peaks = waveform.channels[channel] ?? [];
  const whole = Math.max(1, Math.round(seconds * PEAKS_PER_SECOND));
  const points = Math.min(POINTS_MAX, whole);
  const scale = loudest(waveform.channels) || 1;
  const heights = Array.from({ length: points }, (_, point) => {
    const [from, to] = [Math.floor((point * whole) / points), Math.floor(((point + 1) * whole) / points)];
    let most = 0;
    for (let place = from; place < to; place += 1) most = Math.max(most, peaks[place] ?? 0);
    return Math.max(STILL, most / scale) / 2;
  });
  const at = (point: number, height: number) => `${(point / points).toFixed(4)} ${(0.5 + height).toFixed(3)}`;
  const above = heights.map((height, point) => `${at(point, -height)}L${at(point + 1, -height)}`);
  const below = heights.map((height, point) => `${at(point + 1, height)}L${at(point, height)}`).reverse();
  return `M${[...above, ...below].join("L")}Z`;
}

function loudest(channels: number[][]): number {
  let most = 0;
  for (const peaks of channels) for (const peak of peaks) if (peak > most) most = peak;
  return most;
}
