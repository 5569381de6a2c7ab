/**
 * Whoever acts. Every transaction names one, policies and the audit log go by it. A person behind an
 * API key keeps the person's id, so that the key can do no more than its owner.
 */
export type Actor =
  | { kind: "person"; id: string; ipAddress: string | null }
  | { kind: "api_key"; id: string; keyId: string; keyName: string; ipAddress: string | null }
  | { kind: "system"; job: string }
  | { kind: "webhook"; source: "retell" };

export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case "person":
    case "api_key":
      return actor.id;
    case "system":
      return actor.job;
    case "webhook":
      return actor.source;
  }
}

/** The key that acts, if it is one. */
export function actorKeyId(actor: Actor): string | null {
  return actor.kind === "api_key" ? actor.keyId : null;
}

/** Where a person or a key acts from; null where that is not known. */
export function actorAddress(actor: Actor): string | null {
  return "ipAddress" in actor ? actor.ipAddress : null;
}

/** The database role whose policies bind the actor. */
export function roleOf(actor: Actor): "switchboard_people" | "switchboard_system" {
  return actor.kind === "person" || actor.kind === "api_key" ? "switchboard_people" : "switchboard_system";
}
