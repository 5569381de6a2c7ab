import { createHash, randomBytes } from "node:crypto";

/** 32 bytes are beyond guessing, so that a quick hash without salt is enough. */
const TOKEN_BYTES = 32;

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

export function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
