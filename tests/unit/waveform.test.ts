import fc from "fast-check";
import { expect, test } from "vitest";
import {
  PEAKS_PER_SECOND,
  WavPeaks,
} from "../../src/app/dashboard/calls/[callId]/_parts/player/wav-peaks.ts";
import {
  laneNames,
  outlineOf,
  silencesBetweenWords,
  silencesIn,
} from "../../src/app/dashboard/calls/[callId]/_parts/player/waveform-reading.ts";

const RATE = 8_000;

/** A WAV file of 16 bits whose channels are as loud, second by second, as given. */
function wav(loudness: number[][], { rate = RATE, before = Buffer.alloc(0) } = {}): Buffer {
  const channels = loudness.length;
  const frames = (loudness[0]?.length ?? 0) * rate;
  const data = Buffer.alloc(frames * channels * 2);
  for (let frame = 0; frame < frames; frame += 1)
    loudness.forEach((seconds, channel) => {
      const swing = frame % 2 === 0 ? 1 : -1;
      const loud = seconds[Math.floor(frame / rate)] ?? 0;
      data.writeInt16LE(Math.round(loud * swing * 32_767), (frame * channels + channel) * 2);
    });
  const format = Buffer.alloc(24);
  format.write("fmt ");
  format.writeUInt32LE(16, 4);
  format.writeUInt16LE(1, 8);
  format.writeUInt16LE(channels, 10);
  format.writeUInt32LE(rate, 12);
  format.writeUInt32LE(rate * channels * 2, 16);
  format.writeUInt16LE(channels * 2, 20);
  format.writeUInt16LE(16, 22);
  const head = Buffer.from("data....");
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([Buffer.from("RIFF....WAVE"), before, format, head, data]);
}

function peaksOf(file: Buffer, cuts: number[] = []): WavPeaks {
  const peaks = new WavPeaks();
  const places = [
    0,
    ...cuts.map((cut) => cut % file.length).toSorted((one, other) => one - other),
    file.length,
  ];
  for (let place = 1; place < places.length; place += 1)
    expect(peaks.push(file.subarray(places[place - 1], places[place]))).toBe(true);
  return peaks;
}

test("however a file is cut on its way, its loudness is the same", () => {
  const file = wav([
    [0.5, 0, 1],
    [0, 0.25, 0],
  ]);
  const whole = peaksOf(file).waveform;
  expect(whole.channels.map((peaks) => peaks.length)).toEqual([3 * PEAKS_PER_SECOND, 3 * PEAKS_PER_SECOND]);
  expect(whole.channels[0]?.[10]).toBeCloseTo(0.5, 3);
  expect(whole.channels[1]?.[PEAKS_PER_SECOND + 10]).toBeCloseTo(0.25, 3);
  fc.assert(
    fc.property(fc.array(fc.nat(file.length - 1), { maxLength: 12 }), (cuts) => {
      expect(peaksOf(file, cuts).waveform).toEqual(whole);
    }),
    { numRuns: 30 },
  );
});

test("an odd rate does not drift, and other chunks before the sound are passed over", () => {
  const note = Buffer.concat([Buffer.from("LIST"), Buffer.from([5, 0, 0, 0]), Buffer.from("hello\0")]);
  const { channels } = peaksOf(
    wav([Array.from({ length: 20 }, () => 0.5)], { rate: 11_025, before: note }),
  ).waveform;
  expect(channels[0]?.length).toBe(20 * PEAKS_PER_SECOND);
});

test("what is no WAV file is given up at once, and never throws", () => {
  expect(new WavPeaks().push(Buffer.from("ID3 and a song that is long enough"))).toBe(false);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      const peaks = new WavPeaks();
      peaks.push(Buffer.concat([Buffer.from("RIFF....WAVE"), noise]));
    }),
  );
});

test("a pause is skipped where neither channel is heard, with a breath left at both ends", () => {
  const { waveform } = peaksOf(
    wav([
      [0.6, 0, 0, 0, 0, 0.6, 0, 0],
      [0.01, 0.01, 0, 0, 0.5, 0, 0, 0],
    ]),
  );
  expect(silencesIn(waveform)).toEqual([
    { from: 1.25, to: 3.75 },
    { from: 6.25, to: 8 },
  ]);
});

test("without the sound, the times of the words tell where nobody speaks; without either nothing is skipped", () => {
  const entry = (start: number, end: number) => ({
    role: "user",
    content: "x",
    words: [{ word: "x", start, end }],
    extra: {},
  });
  expect(silencesBetweenWords([entry(3, 4), entry(4.5, 6), entry(5, 5.5)], 6.5)).toEqual([
    { from: 0, to: 2.75 },
  ]);
  expect(silencesBetweenWords([], 60)).toEqual([]);
});

test("a lane is named after whose words it carries, and by its number where that does not show", () => {
  const { waveform } = peaksOf(
    wav([
      [0, 0.8, 0, 0.8],
      [0.8, 0, 0.8, 0],
    ]),
  );
  const spoken = (role: string, second: number) => ({
    role,
    content: "x",
    words: [{ word: "x", start: second + 0.1, end: second + 0.9 }],
    extra: {},
  });
  const agentLast = [spoken("user", 0), spoken("agent", 1), spoken("user", 2), spoken("agent", 3)];
  expect(laneNames(waveform, agentLast)).toEqual(["Agent", "Other party"]);
  const agentFirst = agentLast.map((entry) => ({ ...entry, role: entry.role === "user" ? "agent" : "user" }));
  expect(laneNames(waveform, agentFirst)).toEqual(["Other party", "Agent"]);
  expect(laneNames(waveform, [])).toEqual(["Channel 1", "Channel 2"]);
  expect(laneNames({ channels: [[1]] }, agentLast)).toEqual([""]);
});

test("an outline stays in its box, also where only a part has been read", () => {
  const { waveform } = peaksOf(wav([[1, 0]]));
  for (const seconds of [2, 60, 0]) {
    const numbers =
      outlineOf(waveform, 0, seconds)
        .match(/-?[\d.]+/g)
        ?.map(Number) ?? [];
    expect(numbers.length).toBeGreaterThan(4);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(1);
  }
});
