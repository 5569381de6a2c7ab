import { sql } from "kysely";
import type { Db } from "#database";
import { Problem } from "#domain/problems";
import { VIEWS_PER_PERSON_MAX } from "./view.ts";

/**
 * Makes sure that the owner has no other view of this name, and with `isOneMore` that there is room for one. Until
 * the transaction ends nobody else gives one of the owner's views a name.
 */
export async function demandPlace(
  db: Db,
  owner: string,
  { name, besides = null, isOneMore }: { name: string; besides?: string | null; isOneMore: boolean },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`call_views of ${owner}`}, 0))`.execute(db);
  const { rows } = await sql<{ id: string; name: string; is_same: boolean }>`
    select id, name, lower(name) = lower(${name}) as is_same from call_views
    where owner = ${owner} and deleted_at is null`.execute(db);
  const others = rows.filter(({ id }) => id !== besides);
  const same = others.find(({ is_same }) => is_same);
  if (same) {
    const words = `There is a view “${same.name}” already. Choose another name.`;
    throw new Problem("conflict", words, { name: words });
  }
  if (isOneMore && others.length >= VIEWS_PER_PERSON_MAX)
    throw new Problem(
      "conflict",
      `A person can have at most ${VIEWS_PER_PERSON_MAX} views. Delete one that you no longer use.`,
    );
}
