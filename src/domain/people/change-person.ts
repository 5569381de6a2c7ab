import { asActor, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import { type FieldProblems, Problem } from "#domain/problems";
import { endSessions } from "#identity";
import { sparingLastAdmin } from "./last-admin.ts";
import { type Role, roleFrom } from "./person.ts";
import { isId, readFields, readRole, refuseWrong } from "./read-input.ts";
import type { PersonActor } from "./require-admin.ts";

/**
 * Changes a person's role (`{ role }`), or shuts them out and lets them in again (`{ active }`). Throws a Problem
 * that names what is wrong, for an unknown person, and for the last active admin.
 */
export async function changePerson(actor: PersonActor, personId: string, input: unknown): Promise<void> {
  const { role, active, ...others } = readFields(input);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined || (role === undefined) === (active === undefined))
    throw new Problem("invalid_input", "Give either role or active, and nothing else.");
  const wrong: FieldProblems = {};
  if (role !== undefined) {
    const wanted = readRole(role, wrong);
    refuseWrong(wrong);
    return changeRole(actor, personId, wanted);
  }
  if (typeof active !== "boolean")
    throw new Problem("invalid_input", "active must be true or false.", { active: "Not true or false" });
  return setActive(actor, personId, active);
}

/** Whoever loses their role is out at once, open pages included. Nothing happens when they have it already. */
async function changeRole(actor: PersonActor, personId: string, role: Role): Promise<void> {
  await sparingLastAdmin(() =>
    asActor(actor, async (db) => {
      const person = await lockPerson(db, personId);
      const before = roleFrom(person.role);
      if (before === role) return;
      // The line first: an admin who gives up the role may not write it afterwards.
      await recordAudit(db, actor, "role.changed", {
        subjectId: personId,
        details: { email: person.email, from: before, to: role },
      });
      await db
        .updateTable("users")
        .set({ role, updated_at: new Date() })
        .where("id", "=", personId)
        .execute();
    }),
  );
}

async function setActive(actor: PersonActor, personId: string, active: boolean): Promise<void> {
  await sparingLastAdmin(() =>
    asActor(actor, async (db) => {
      const person = await lockPerson(db, personId);
      if ((person.banned !== true) === active) return;
      await recordAudit(db, actor, active ? "person.reactivated" : "person.deactivated", {
        subjectId: personId,
        details: { email: person.email },
      });
      await db
        .updateTable("users")
        .set({ banned: !active, ban_reason: null, ban_expires: null, updated_at: new Date() })
        .where("id", "=", personId)
        .execute();
    }),
  );
  // They are out already; this keeps old sessions from coming back to life with the person.
  if (!active) await endSessions(personId);
}

async function lockPerson(db: Db, id: string) {
  const person = isId(id)
    ? await db
        .selectFrom("users")
        .select(["email", "role", "banned"])
        .where("id", "=", id)
        .forUpdate()
        .executeTakeFirst()
    : undefined;
  if (!person) throw new Problem("not_found", "There is no such person. The list may be out of date.");
  return person;
}
