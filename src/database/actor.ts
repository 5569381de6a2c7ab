/**
 * Whoever acts. Every transaction names one, policies and the audit log go by it. A person behind an
 * API key keeps the person's id, so that the key can do no more than its owner.
 */
export type Actor =
  | { kind: "person"; id: string; ipAddress: string | null }
  | { kind: "system"; job: string }
  | { kind: "webhook"; source: "retell" };

export function actorId(actor: Actor): string {
  switch (actor.kind) {
    case "person":
      return actor.id;
    case "system":
      return actor.job;
    case "webhook":
      return actor.source;
  }
}

/** The database role whose policies bind the actor. */
export function roleOf(actor: Actor): "switchboard_people" | "switchboard_system" {
  return actor.kind === "person" ? "switchboard_people" : "switchboard_system";
}
