import { sql } from "kysely";
import type { Db } from "#database";

export interface FoundPerson {
  id: string;
  name: string;
  email: string;
}

const FOUND_MAX = 5;

/** Whoever has an account, by part of their name or address. */
export async function searchPeople(db: Db, text: string): Promise<FoundPerson[]> {
  return await db
    .selectFrom("users")
    .select(["id", "name", "email"])
    .where(
      sql<boolean>`(position(lower(${text}) in lower(name)) > 0 or position(lower(${text}) in lower(email)) > 0)`,
    )
    .orderBy(sql`lower(name)`)
    .orderBy("email")
    .limit(FOUND_MAX)
    .execute();
}
