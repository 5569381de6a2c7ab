import { createHmac } from "node:crypto";
import type { CallRecord } from "../calls/call-record.ts";
import type { Agent } from "../workspace/agents.ts";

const DAY_MS = 24 * 3_600_000;
/** How long a recording that is not kept can still be fetched. */
const PARTING_MS = 10 * 60_000;

const FILES = ["recording.wav", "recording_multichannel.wav", "public.log"] as const;
export type FileName = (typeof FILES)[number];

export function isFileName(name: string): name is FileName {
  return (FILES as readonly string[]).includes(name);
}

export function needsSignature(record: CallRecord): boolean {
  return record.signedUrls || isNotKept(record);
}

/** How long a signed link holds, in real time: it is about whoever fetches the file. */
export function lifetimeMs(record: CallRecord, agent: Agent | undefined): number {
  return isNotKept(record) ? PARTING_MS : (agent?.signed_url_expiration_ms ?? DAY_MS);
}

function isNotKept(record: CallRecord): boolean {
  return record.storageSetting === "basic_attributes_only";
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
