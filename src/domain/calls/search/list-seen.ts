import { type RawBuilder, sql } from "kysely";
import type { Db } from "#database";
import { afterAll } from "../begins-with.ts";
import type { NumberColumn } from "./conditions.ts";

const WORDS_MAX = 200;
const AGENTS_MAX = 500;

/** Every word that calls have in a column. Steps along its index from one word to the next, however many calls there are. */
export async function listSeenWords(
  db: Db,
  column: "disconnection_reason" | "user_sentiment",
): Promise<string[]> {
  return stepThrough(db, sql.ref(`retell_calls.${column}`), { after: "", before: null, limit: WORDS_MAX });
}

/** Numbers that calls have, from those on that begin so. */
export async function listSeenNumbers(
  db: Db,
  column: NumberColumn,
  beginning: string,
  limit: number,
): Promise<string[]> {
  const number = sql.ref(`retell_calls.${column}`);
  return stepThrough(db, number, { after: beginning, before: afterAll(beginning), limit });
}

export interface SeenAgent {
  id: string;
  name: string | null;
}

/** Agents of the workspace, those that are no more, and those that only calls tell of, by the name on their newest call. */
export async function listSeenAgents(db: Db): Promise<SeenAgent[]> {
  const known = await db.selectFrom("retell_agents").select(["agent_id", "agent_name"]).execute();
  const ids = await stepThrough(db, sql.ref("retell_calls.agent_id"), {
    after: "",
    before: null,
    limit: AGENTS_MAX,
  });
  const names = new Map<string, string | null>(known.map((agent) => [agent.agent_id, agent.agent_name]));
  const strangers = ids.filter((id) => !names.has(id));
  const told = await sql<{ id: string; name: string | null }>`
    select stranger.id, newest.agent_name as name
    from unnest(${strangers}::text[]) as stranger (id)
    cross join lateral (
      select agent_name from retell_calls where agent_id = stranger.id order by placed_at desc, id desc limit 1
    ) as newest`.execute(db);
  for (const { id, name } of told.rows) names.set(id, name);
  return [...names].map(([id, name]) => ({ id, name }));
}

/** The different values of an indexed column in its order, one short look into the index for each. */
async function stepThrough(
  db: Db,
  column: RawBuilder<unknown>,
  { after, before, limit }: { after: string; before: string | null; limit: number },
): Promise<string[]> {
  const end = before === null ? sql`` : sql`and ${column} < ${before}`;
  const step = (from: RawBuilder<unknown>) =>
    sql`(select ${column} as value from retell_calls where ${column} ${from} ${end} order by ${column} limit 1)`;
  const { rows } = await sql<{ value: string }>`
    with recursive seen (value) as (
      ${step(sql`>= ${after}`)}
      union all
      select ${step(sql`> seen.value`)} from seen where seen.value is not null
    )
    select value from seen where value is not null limit ${limit}`.execute(db);
  return rows.map(({ value }) => value);
}
