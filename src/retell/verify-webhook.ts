import { createHmac, timingSafeEqual } from "node:crypto";

/** Retell's own tolerance, in both directions. */
const STAMP_TOLERANCE_MS = 5 * 60 * 1000;
const signatureShape = /^v=(\d{1,16}),d=([0-9a-f]{64})$/i;

export type WebhookVerdict = "valid" | "missing_signature" | "bad_signature" | "stale";

/**
 * Whether a delivery comes from Retell: `v=<unix ms>,d=<HMAC-SHA256 of body and stamp>` over the raw
 * bytes, by one of the keys, with a stamp of the last five minutes.
 */
export function verifyWebhook(
  body: Buffer,
  signature: string | undefined,
  keys: readonly string[],
  now = Date.now(),
): WebhookVerdict {
  if (!signature) return "missing_signature";
  const [, stamp, digest] = signatureShape.exec(signature) ?? [];
  if (!stamp || !digest) return "bad_signature";
  const given = Buffer.from(digest, "hex");
  // Every key is tried, so that the time taken does not tell which one fits.
  const fits = keys.filter((key) =>
    timingSafeEqual(createHmac("sha256", key).update(body).update(stamp).digest(), given),
  );
  if (fits.length === 0) return "bad_signature";
  return Math.abs(now - Number(stamp)) <= STAMP_TOLERANCE_MS ? "valid" : "stale";
}
