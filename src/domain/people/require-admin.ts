import type { Actor } from "#database";
import { Problem } from "#domain/problems";
import type { SignedIn } from "#identity";

/** A signed-in person. */
export type PersonActor = Extract<Actor, { kind: "person" }>;
/** Whoever may use the console: an admin, or a key that acts for one. */
export type AdminActor = Extract<Actor, { kind: "person" | "api_key" }>;

/** The signed-in person as an actor, whatever their role: policies decide what they see. */
export function personActor(person: SignedIn): PersonActor {
  return { kind: "person", id: person.id, ipAddress: person.ipAddress };
}

/** The person as an actor, if they may use the console. Throws a Problem that says why not. */
export function requireAdmin(person: SignedIn | null): PersonActor {
  if (person === null) throw new Problem("not_signed_in", "You are not signed in. Sign in and try again.");
  if (person.role !== "admin") throw new Problem("forbidden", "Unauthorized: Admin access required");
  return personActor(person);
}
