/** How finely loudness is kept: fine enough to find a pause, and a third of a megabyte for an hour. */
export const PEAKS_PER_SECOND = 50;

/** How loud each channel is, from 0 to 1, so many times a second. */
export interface Waveform {
  channels: number[][];
}

interface Format {
  channels: number;
  frameBytes: number;
  framesPerPeak: number;
  /** One sample as a number from -1 to 1. */
  read: (view: DataView, at: number) => number;
}

const PCM = 1;
const FLOAT = 3;
/** The real format stands in the first two bytes of a longer name. */
const EXTENSIBLE = 0xfffe;
const HEADER_BYTES_MAX = 64 * 1024;

/** Takes the loudness of a WAV file as its bytes come by, and keeps nothing else of them. */
export class WavPeaks {
  readonly waveform: Waveform = { channels: [] };
  #rest = new Uint8Array(0);
  #format: Format | null = null;
  #loudest: number[] = [];
  #frames = 0;

  /** False as soon as it is clear that this is no WAV file that can be read. */
  push(chunk: Uint8Array): boolean {
    let bytes = joined(this.#rest, chunk);
    if (this.#format === null) {
      const head = headIn(bytes);
      if (head === "unreadable") return false;
      if (head === "incomplete") {
        this.#rest = bytes;
        return bytes.length <= HEADER_BYTES_MAX;
      }
      this.#format = head.format;
      this.waveform.channels = Array.from({ length: head.format.channels }, () => []);
      this.#loudest = this.waveform.channels.map(() => 0);
      bytes = bytes.subarray(head.dataAt);
    }
    this.#rest = this.#measure(this.#format, bytes);
    return true;
  }

  /** Gives back what is less than a frame. */
  #measure(
    { channels, frameBytes, framesPerPeak, read }: Format,
    bytes: Uint8Array,
  ): Uint8Array<ArrayBuffer> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const sampleBytes = frameBytes / channels;
    let at = 0;
    for (; at + frameBytes <= bytes.length; at += frameBytes) {
      for (let channel = 0; channel < channels; channel += 1) {
        const loud = Math.abs(read(view, at + channel * sampleBytes));
        if (loud > (this.#loudest[channel] ?? 0)) this.#loudest[channel] = loud;
      }
      this.#frames += 1;
      if (this.#frames >= framesPerPeak) this.#keep(framesPerPeak);
    }
    return bytes.slice(at);
  }

  /** What is over is counted on, or an odd rate would drift by seconds within an hour. */
  #keep(framesPerPeak: number): void {
    this.waveform.channels.forEach((peaks, channel) => {
      peaks.push(Math.min(1, this.#loudest[channel] ?? 0));
      this.#loudest[channel] = 0;
    });
    this.#frames -= framesPerPeak;
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Walks through the chunks of the file to where its sound begins. */
function headIn(bytes: Uint8Array): { format: Format; dataAt: number } | "incomplete" | "unreadable" {
  if (bytes.length < 12) return "incomplete";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (nameAt(view, 0) !== "RIFF" || nameAt(view, 8) !== "WAVE") return "unreadable";
  let format: Format | null = null;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [name, size, content] = [nameAt(view, at), view.getUint32(at + 4, true), at + 8];
    if (name === "data") return format === null ? "unreadable" : { format, dataAt: content };
    if (content + size > bytes.length) return "incomplete";
    if (name === "fmt ") {
      format = formatAt(view, content, size);
      if (format === null) return "unreadable";
    }
    // Chunks begin at even places.
    at = content + size + (size % 2);
  }
  return "incomplete";
}

function formatAt(view: DataView, at: number, size: number): Format | null {
  if (size < 16) return null;
  const named = view.getUint16(at, true);
  const kind = named === EXTENSIBLE && size >= 26 ? view.getUint16(at + 24, true) : named;
  const [channels, rate] = [view.getUint16(at + 2, true), view.getUint32(at + 4, true)];
  const bits = view.getUint16(at + 14, true);
  const read = readers[`${kind}/${bits}`];
  if (!read || channels === 0 || rate < PEAKS_PER_SECOND) return null;
  return { channels, frameBytes: (bits / 8) * channels, framesPerPeak: rate / PEAKS_PER_SECOND, read };
}

const readers: Record<string, Format["read"]> = {
  [`${PCM}/8`]: (view, at) => (view.getUint8(at) - 128) / 128,
  [`${PCM}/16`]: (view, at) => view.getInt16(at, true) / 32_768,
  [`${PCM}/24`]: (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65_536) / 8_388_608,
  [`${PCM}/32`]: (view, at) => view.getInt32(at, true) / 2_147_483_648,
  [`${FLOAT}/32`]: (view, at) => view.getFloat32(at, true),
};

function nameAt(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));
}
