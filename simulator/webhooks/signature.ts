import { createHmac } from "node:crypto";

/** The value of `x-retell-signature`: HMAC-SHA256 over the raw body followed by the stamp. */
export function signatureOf(rawBody: string, key: string, stampMs: number): string {
  const digest = createHmac("sha256", key).update(`${rawBody}${stampMs}`).digest("hex");
  return `v=${stampMs},d=${digest}`;
}
