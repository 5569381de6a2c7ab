import type { Actor } from "#database";
import { Problem } from "#domain/problems";
import { CLIENT_IP_HEADER, carriesSession, type KeyVerdict, presentedKey, verifyKey } from "#identity";

export type KeyActor = Extract<Actor, { kind: "api_key" }>;

/**
 * The API key that a request carries, as an actor; null when it carries none. Throws a Problem that says
 * why a key is not accepted.
 */
export async function requireKey(headers: Headers): Promise<KeyActor | null> {
  const secret = presentedKey(headers);
  if (secret === null) return null;
  if (carriesSession(headers))
    throw new Problem(
      "not_signed_in",
      "The request carries both an API key and a signed-in session, so it is not clear who asks. Send one of them.",
    );
  const verdict = await verifyKey(secret);
  if (!verdict.valid) throw new Problem("not_signed_in", refusals[verdict.reason]);
  if (!verdict.owner.mayUseConsole)
    throw new Problem(
      "not_signed_in",
      "The person who made this API key is no longer an active admin. Use the key of one who is.",
    );
  return {
    kind: "api_key",
    id: verdict.owner.id,
    keyId: verdict.id,
    keyName: verdict.name,
    ipAddress: headers.get(CLIENT_IP_HEADER),
  };
}

const refusals: Record<Extract<KeyVerdict, { valid: false }>["reason"], string> = {
  malformed: "This is not an API key. Send one as “Authorization: Bearer sk_…”, complete and without quotes.",
  unknown: "There is no such API key. Copy it again, or make a new one in the settings.",
  revoked: "This API key was revoked. Make a new one in the settings.",
  expired: "This API key has expired. Make a new one in the settings.",
};
