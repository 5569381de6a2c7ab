import { createHmac } from "node:crypto";

const FILES = ["recording.wav", "recording_multichannel.wav", "public.log"] as const;
export type FileName = (typeof FILES)[number];

export function isFileName(name: string): name is FileName {
  return (FILES as readonly string[]).includes(name);
}

export function plainLink(base: string, callId: string, file: string): string {
  return `${base}/recordings/${encodeURIComponent(callId)}/${file}`;
}

/** A link that holds until `expiresAt`. */
export function signedLink(
  base: string,
  callId: string,
  file: string,
  expiresAt: number,
  secret: string,
): string {
  const signature = sign(callId, file, String(expiresAt), secret);
  return `${plainLink(base, callId, file)}?expires=${expiresAt}&signature=${signature}`;
}

export function isLinkValid(callId: string, file: string, query: URLSearchParams, secret: string): boolean {
  const expires = query.get("expires") ?? "";
  if (!(Number(expires) > Date.now())) return false;
  return query.get("signature") === sign(callId, file, expires, secret);
}

function sign(callId: string, file: string, expires: string, secret: string): string {
  return createHmac("sha256", secret).update(`${callId}/${file}/${expires}`).digest("hex");
}
