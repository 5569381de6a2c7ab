import type { Story } from "../calls/story.ts";
import { isUtterance, type Utterance } from "../calls/transcript.ts";
import { lineNoiseAt, type SpokenWord, soundAt, Voice } from "./voice.ts";
import { frameBytes, HEADER_BYTES, SAMPLES_PER_MS, wavBytes, wavHeader } from "./wav.ts";

const AGENT_PITCH_HZ = 196;
const CALLER_PITCH_HZ = 118;
const DESK_PITCH_HZ = 158;
const CHUNK_FRAMES = 16_384;
const LOUDEST = 32_767;

/** The sound of one call. Any range of the file can be made without the rest. */
export class Recording {
  readonly bytes: number;
  readonly #durationMs: number;
  readonly #channels: 1 | 2;
  /** By channel, in order of time. */
  readonly #tracks: SpokenWord[][];

  constructor(story: Story, durationMs: number, channels: 1 | 2) {
    this.#durationMs = durationMs;
    this.#channels = channels;
    this.bytes = wavBytes(durationMs, channels);
    const end = durationMs * SAMPLES_PER_MS;
    const agent = wordsOf(story, ["agent"]);
    const others = wordsOf(story, ["user", "transfer_target"]);
    const tracks = channels === 2 ? [agent, others] : [[...agent, ...others].sort((a, b) => a.from - b.from)];
    this.#tracks = tracks.map((words) => words.filter((word) => word.to <= end));
  }

  /** The bytes from `start` to `end`, both included, a chunk at a time. */
  *read(start: number, end: number): Generator<Buffer> {
    if (start < HEADER_BYTES) {
      yield wavHeader(this.#durationMs, this.#channels).subarray(start, Math.min(end + 1, HEADER_BYTES));
    }
    const size = frameBytes(this.#channels);
    const from = Math.max(start, HEADER_BYTES) - HEADER_BYTES;
    const to = end + 1 - HEADER_BYTES;
    for (let frame = Math.floor(from / size); frame * size < to; frame += CHUNK_FRAMES) {
      const chunk = this.#frames(frame, Math.min(CHUNK_FRAMES, Math.ceil(to / size) - frame));
      yield chunk.subarray(Math.max(0, from - frame * size), to - frame * size);
    }
  }

  #frames(first: number, count: number): Buffer {
    const buffer = Buffer.alloc(count * frameBytes(this.#channels));
    for (const [channel, words] of this.#tracks.entries()) {
      let next = firstEndingAfter(words, first);
      for (let index = 0; index < count; index += 1) {
        const sample = first + index;
        while ((words[next]?.to ?? Number.POSITIVE_INFINITY) <= sample) next += 1;
        const word = words[next];
        const sound =
          lineNoiseAt(sample, channel) + (word && word.from <= sample ? soundAt(word, sample) : 0);
        buffer.writeInt16LE(Math.round(sound * LOUDEST), (index * this.#channels + channel) * 2);
      }
    }
    return buffer;
  }
}

const PITCHES: Record<Utterance["role"], number> = {
  agent: AGENT_PITCH_HZ,
  user: CALLER_PITCH_HZ,
  transfer_target: DESK_PITCH_HZ,
};

function wordsOf(story: Story, roles: readonly Utterance["role"][]): SpokenWord[] {
  const voices = new Map(roles.map((role) => [role, new Voice(PITCHES[role])]));
  return story.entries.flatMap(({ entry }) =>
    isUtterance(entry) ? (voices.get(entry.role)?.pronounce(entry) ?? []) : [],
  );
}

function firstEndingAfter(words: readonly SpokenWord[], sample: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.to ?? 0) <= sample) low = middle + 1;
    else high = middle;
  }
  return low;
}
