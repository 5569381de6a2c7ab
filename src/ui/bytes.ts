const UNIT = 1024;

/** A size as one reads it: `812 B`, `1.4 kB`, `3.0 MB`. */
export function byteWords(bytes: number): string {
  if (bytes < UNIT) return `${bytes} B`;
  const kilobytes = bytes / UNIT;
  return kilobytes < UNIT ? `${kilobytes.toFixed(1)} kB` : `${(kilobytes / UNIT).toFixed(1)} MB`;
}
