import { sql } from "kysely";
import type { Db } from "#database";
import { type Person, roleFrom } from "./person.ts";

/** Everybody who has an account, by name, with when they last signed in. */
export async function listPeople(db: Db): Promise<Person[]> {
  const rows = await db
    .selectFrom("users")
    .select(["id", "name", "email", "role", "banned"])
    .select(({ selectFrom }) =>
      selectFrom("audit_log")
        .whereRef("audit_log.subject_id", "=", "users.id")
        .where("audit_log.action", "=", "person.signed_in")
        .select("audit_log.at")
        .orderBy("audit_log.at", "desc")
        .limit(1)
        .as("last_sign_in_at"),
    )
    .orderBy(sql`lower(name)`)
    .orderBy("email")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: roleFrom(row.role),
    active: row.banned !== true,
    lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
  }));
}
