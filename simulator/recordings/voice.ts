import type { Utterance, Word } from "../calls/transcript.ts";
import { SAMPLES_PER_MS } from "./wav.ts";

const RATE = SAMPLES_PER_MS * 1000;
const TABLE_SIZE = 512;
const HARMONICS = 16;
const LOUDNESS = 0.28;
/** A voice falls a little towards the end of each word. */
const FALL = 0.14;

/** The first two resonances of the throat, in hertz, by vowel. */
const FORMANTS: Record<string, readonly [number, number]> = {
  a: [730, 1150],
  e: [530, 1840],
  i: [310, 2200],
  o: [500, 900],
  u: [330, 870],
};

interface Syllable {
  from: number;
  to: number;
  wave: Float32Array;
}

/** One word as sound: where it lies, in samples, and how its syllables ring. */
export interface SpokenWord {
  from: number;
  to: number;
  pitch: number;
  syllables: Syllable[];
}

/** Makes words of utterances. Each voice keeps its waves, one per vowel. */
export class Voice {
  readonly #pitch: number;
  readonly #waves = new Map<string, Float32Array>();

  constructor(pitch: number) {
    this.#pitch = pitch;
  }

  pronounce(utterance: Utterance): SpokenWord[] {
    return utterance.words.map((word, index) => this.#word(word, index));
  }

  #word(word: Word, index: number): SpokenWord {
    const from = Math.round(word.start * RATE);
    const to = Math.round(word.end * RATE);
    const vowels = vowelsOf(word.word);
    const length = (to - from) / vowels.length;
    const syllables = vowels.map((vowel, turn) => ({
      from: from + turn * length,
      to: from + (turn + 1) * length,
      wave: this.#wave(vowel),
    }));
    return { from, to, pitch: this.#pitch * (1 + 0.05 * Math.sin(index * 1.7)), syllables };
  }

  #wave(vowel: string): Float32Array {
    const known = this.#waves.get(vowel);
    if (known) return known;
    const wave = oneSwing(this.#pitch, FORMANTS[vowel] ?? [500, 1500]);
    this.#waves.set(vowel, wave);
    return wave;
  }
}

/** The sound of a word at one sample, between -1 and 1. It depends on nothing but its place, so any range can be made alone. */
export function soundAt(word: SpokenWord, sample: number): number {
  const syllable = word.syllables.find((candidate) => sample < candidate.to);
  if (!syllable || sample < word.from) return 0;
  const time = (sample - word.from) / RATE;
  const length = (word.to - word.from) / RATE;
  const swings = word.pitch * (time - (FALL * time * time) / (2 * length));
  const place = Math.floor((swings - Math.floor(swings)) * TABLE_SIZE);
  const within = (sample - syllable.from) / (syllable.to - syllable.from);
  const envelope = Math.sin(Math.PI * Math.min(1, Math.max(0, within))) ** 0.7;
  return LOUDNESS * envelope * (syllable.wave[place] ?? 0);
}

/** A faint hiss, the same at the same place every time. */
export function lineNoiseAt(sample: number, channel: number): number {
  let mixed = Math.imul(sample + 1 + channel * 0x9e3779b1, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32 - 0.5) * 0.003;
}

function vowelsOf(word: string): string[] {
  const plain = word.normalize("NFD").toLowerCase();
  const groups = plain.match(/[aeiou]+/g);
  return groups ? groups.map((group) => group.charAt(0)) : ["e"];
}

function oneSwing(pitch: number, formants: readonly [number, number]): Float32Array {
  const wave = new Float32Array(TABLE_SIZE);
  let loudest = 0;
  for (let place = 0; place < TABLE_SIZE; place += 1) {
    let sum = 0;
    for (let harmonic = 1; harmonic <= HARMONICS && harmonic * pitch < RATE / 2; harmonic += 1) {
      const strength = resonance(harmonic * pitch, formants) / Math.sqrt(harmonic);
      sum += strength * Math.sin((2 * Math.PI * harmonic * place) / TABLE_SIZE + harmonic);
    }
    wave[place] = sum;
    loudest = Math.max(loudest, Math.abs(sum));
  }
  return wave.map((value) => value / loudest);
}

function resonance(frequency: number, formants: readonly [number, number]): number {
  const [first, second] = formants.map((formant) => 1 / (1 + ((frequency - formant) / 140) ** 2));
  return 0.05 + (first ?? 0) + 0.6 * (second ?? 0);
}
