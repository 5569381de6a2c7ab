import { createHmac, timingSafeEqual } from "node:crypto";

const TOLERANCE_MS = 5 * 60 * 1000;

/** Whether the body was signed with the key, lately. */
export function isSigned(body: Buffer, signature: string, key: string): boolean {
  const [, stamp, digest] = /^v=(\d+),d=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (!stamp || !digest || Math.abs(Date.now() - Number(stamp)) > TOLERANCE_MS) return false;
  return timingSafeEqual(
    createHmac("sha256", key).update(body).update(stamp).digest(),
    Buffer.from(digest, "hex"),
  );
}
