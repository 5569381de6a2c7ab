export const SAMPLES_PER_MS = 8;
export const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
const MS_PER_SECOND = 1000;

export function frameBytes(channels: 1 | 2): number {
  return channels * BYTES_PER_SAMPLE;
}

/** The size of a whole 16-bit PCM file of that length, at 8 kHz. */
export function wavBytes(durationMs: number, channels: 1 | 2): number {
  return HEADER_BYTES + durationMs * SAMPLES_PER_MS * frameBytes(channels);
}

export function wavHeader(durationMs: number, channels: 1 | 2): Buffer {
  const rate = SAMPLES_PER_MS * MS_PER_SECOND;
  const dataBytes = wavBytes(durationMs, channels) - HEADER_BYTES;
  const header = Buffer.alloc(HEADER_BYTES);
  header.write("RIFF", 0, "ascii");
  header.writeUInt32LE(dataBytes + HEADER_BYTES - 8, 4);
  header.write("WAVEfmt ", 8, "ascii");
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * frameBytes(channels), 28);
  header.writeUInt16LE(frameBytes(channels), 32);
  header.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  header.write("data", 36, "ascii");
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
