import { createHash } from "node:crypto";
import { zstdDecompressSync } from "node:zlib";
import type { Check, Finding } from "./evidence.ts";

interface StoredDelivery {
  hash: string;
  body: Buffer;
  packed_from: number | null;
  verdict: string;
  note: string | null;
}

export const acknowledged: Check = {
  name: "acknowledged is stored",
  sentence:
    "Every delivery that Retell was told had been received is stored, byte for byte, and was applied where it can be.",
  async look({ chronicle, real }) {
    const found = await real.look<StoredDelivery>(
      `select encode(content_hash, 'hex') as hash, body, packed_from, verdict, note from webhook_events`,
    );
    // Unpacked without the program, which may be wrong about it.
    const rows = found.map((row) => ({
      ...row,
      body: row.packed_from === null ? row.body : zstdDecompressSync(row.body),
    }));
    const stored = new Map(rows.map((row) => [row.hash, row]));
    const findings: Finding[] = chronicle.acknowledged.flatMap(({ body, at }) => {
      const row = stored.get(createHash("sha256").update(body).digest("hex"));
      if (row?.body.equals(body)) return [];
      return [
        { guarantee: 1, message: `A delivery acknowledged at ${at} is not stored: ${body.subarray(0, 80)}` },
      ];
    });
    const setAside = rows.filter(
      ({ verdict, body }) => verdict === "failed" && !chronicle.poison.some((poison) => poison.equals(body)),
    );
    return [
      ...findings,
      ...setAside.map(({ note }) => ({ guarantee: 1, message: `A delivery was set aside: ${note}` })),
    ];
  },
};
