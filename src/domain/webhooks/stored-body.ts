import { zstdDecompressSync } from "node:zlib";
import { sql } from "kysely";

/** What of a stored delivery holds its body. */
export const bodyColumns = ["body", "packed_from"] as const;

/** How many bytes came. */
export const sizeOfBody = sql<number>`coalesce(packed_from, octet_length(body))`;

/** The bytes that came. Throws when what is stored is not what was packed. */
export function unpackedBody({ body, packed_from }: { body: Buffer; packed_from: number | null }): Buffer {
  if (packed_from === null) return body;
  const unpacked = zstdDecompressSync(body, { maxOutputLength: packed_from });
  if (unpacked.length === packed_from) return unpacked;
  throw new Error(`A body of ${packed_from} bytes was unpacked to ${unpacked.length}.`);
}
