import { defaultKeyHasher } from "@better-auth/api-key";
import { getSessionCookie } from "better-auth/cookies";
import { auth, cookiePrefix } from "./auth.ts";

const DAY_SECONDS = 24 * 60 * 60;
const KEY_SHAPE = /^sk_[A-Za-z]{64}$/;

export interface NewKey {
  id: string;
  /** The key itself: only its hash is kept, so this is the one time it is known. */
  secret: string;
}

/** Makes a key for a person; `lastsDays` null means until it is revoked. */
export async function createKey(ownerId: string, name: string, lastsDays: number | null): Promise<NewKey> {
  const expiresIn = lastsDays === null ? null : lastsDays * DAY_SECONDS;
  const made = await auth().api.createApiKey({ body: { userId: ownerId, name, expiresIn } });
  return { id: made.id, secret: made.key };
}

export type KeyVerdict =
  | { valid: true; id: string; name: string; owner: { id: string; mayUseConsole: boolean } }
  | { valid: false; reason: "malformed" | "unknown" | "revoked" | "expired" };

/** The key that a request carries as `Authorization: Bearer …`; null when it carries none. */
export function presentedKey(headers: Headers): string | null {
  const bearer = /^bearer(?:\s+(.*))?$/i.exec(headers.get("authorization") ?? "");
  return bearer === null ? null : (bearer[1] ?? "").trim();
}

export function carriesSession(headers: Headers): boolean {
  return getSessionCookie(headers, { cookiePrefix: cookiePrefix() }) !== null;
}

/** Whose key it is, looked up anew each time, and that it was used. Throws when that cannot be found out. */
export async function verifyKey(secret: string): Promise<KeyVerdict> {
  if (!KEY_SHAPE.test(secret)) return { valid: false, reason: "malformed" };
  const { key, error } = await auth().api.verifyApiKey({ body: { key: secret } });
  if (key === null) {
    const reason = reasons[String(error?.code)] ?? "unknown";
    if (reason === "unknown") await requireAbsent(secret);
    return { valid: false, reason };
  }
  const { internalAdapter } = await auth().$context;
  const owner = await internalAdapter.findUserById(key.referenceId);
  const mayUseConsole = owner !== null && "role" in owner && owner.role === "admin" && !isBanned(owner);
  return { valid: true, id: key.id, name: key.name ?? "", owner: { id: key.referenceId, mayUseConsole } };
}

/** The library says of a key that it could not look for what it says of one that does not exist. */
async function requireAbsent(secret: string): Promise<void> {
  const { adapter } = await auth().$context;
  const where = [{ field: "key", value: await defaultKeyHasher(secret) }];
  if ((await adapter.findOne({ model: "apikey", where })) !== null)
    throw new Error("An API key that exists could not be looked up.");
}

const reasons: Record<string, "revoked" | "expired"> = { KEY_DISABLED: "revoked", KEY_EXPIRED: "expired" };

function isBanned(person: object): boolean {
  return "banned" in person && person.banned === true;
}
