import { PEAKS_PER_SECOND, type Waveform, WavPeaks } from "./wav-peaks.ts";

/** The whole file has to come to the browser once for its shape; beyond this that is not worth the wait. */
const WAVEFORM_BYTES_MAX = 128 * 1024 * 1024;
/** Any other kind of file is unpacked as a whole, which takes many times its size in memory. */
const UNPACKED_BYTES_MAX = 16 * 1024 * 1024;
/** The lowest rate that every browser unpacks to; loudness needs no better one. */
const UNPACK_HZ = 8_000;
const TELL_EVERY_MS = 250;

/** Why there is no shape to show; the recording itself plays all the same. */
export class NoWaveform extends Error {
  override readonly name = "NoWaveform";
  readonly reason: "too_long" | "unreadable";

  constructor(reason: NoWaveform["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

/** Reads the shape of a recording, telling how far it has come now and then. Throws NoWaveform. */
export async function readWaveform(
  address: string,
  tell: (waveform: Waveform) => void,
  signal: AbortSignal,
): Promise<void> {
  const answer = await fetch(address, { signal });
  if (!answer.ok || !answer.body) throw new NoWaveform("unreadable");
  if (Number(answer.headers.get("content-length") ?? 0) > WAVEFORM_BYTES_MAX) {
    await answer.body.cancel();
    throw new NoWaveform("too_long");
  }
  const peaks = new WavPeaks();
  const otherwise: Uint8Array<ArrayBuffer>[] = [];
  let [isWav, bytes, toldAt] = [true, 0, 0];
  for await (const chunk of chunksOf(answer.body)) {
    bytes += chunk.length;
    if (bytes > (isWav ? WAVEFORM_BYTES_MAX : UNPACKED_BYTES_MAX)) throw new NoWaveform("too_long");
    // What comes before the sound is kept until it is known to be WAV.
    if (!isWav || peaks.waveform.channels.length === 0) otherwise.push(chunk);
    isWav &&= peaks.push(chunk);
    if (!isWav || Date.now() - toldAt < TELL_EVERY_MS) continue;
    toldAt = Date.now();
    tell(copied(peaks.waveform));
  }
  tell(isWav ? copied(peaks.waveform) : await unpacked(otherwise));
}

/** Not every browser can walk through a stream by itself. */
async function* chunksOf(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

function copied({ channels }: Waveform): Waveform {
  return { channels: channels.map((peaks) => [...peaks]) };
}

async function unpacked(chunks: Uint8Array<ArrayBuffer>[]): Promise<Waveform> {
  const file = await new Blob(chunks).arrayBuffer();
  const context = new OfflineAudioContext(1, 1, UNPACK_HZ);
  const sound = await context.decodeAudioData(file).catch(() => {
    throw new NoWaveform("unreadable");
  });
  const step = UNPACK_HZ / PEAKS_PER_SECOND;
  return {
    channels: Array.from({ length: sound.numberOfChannels }, (_, channel) =>
      loudness(sound.getChannelData(channel), step),
    ),
  };
}

function loudness(samples: Float32Array, step: number): number[] {
  return Array.from({ length: Math.floor(samples.length / step) }, (_, place) =>
    samples
      .subarray(place * step, (place + 1) * step)
      .reduce((most, one) => Math.max(most, Math.abs(one)), 0),
  );
}
