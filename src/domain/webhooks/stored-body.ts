import { zstdDecompressSync } from "node:zlib";
import { sql } from "kysely";

/** What of a stored delivery holds its body. */
export const bodyColumns = ["body", "packed_from"] as const;

/** How many bytes came. */
export const sizeOfBody = sql<number>`coalesce(packed_from, octet_length(body))`;

/**
 * Bodies as one parameter, with the length of each and where it ends: an array of them would be written and read as text.
 * `substring(bytes from body_end - body_bytes + 1 for body_bytes)` takes one out again.
 */
export function endToEnd(bodies: readonly Buffer[]): { bytes: Buffer; sizes: number[]; ends: number[] } {
  const sizes = bodies.map(({ length }) => length);
  let end = 0;
  const ends = sizes.map((size) => {
    end += size;
    return end;
  });
  return { bytes: Buffer.concat(bodies), sizes, ends };
}

/** The bytes that came. Throws when what is stored is not what was packed. */
export function unpackedBody({ body, packed_from }: { body: Buffer; packed_from: number | null }): Buffer {
  if (packed_from === null) return body;
  const unpacked = zstdDecompressSync(body, { maxOutputLength: packed_from });
  if (unpacked.length === packed_from) return unpacked;
  throw new Error(`A body of ${packed_from} bytes was unpacked to ${unpacked.length}.`);
}
