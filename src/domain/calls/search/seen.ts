import { sql } from "kysely";
import type { Db } from "#database";
import { listSeenAgents, listSeenWords } from "./list-seen.ts";

/** What a search may name, each read at most once for it. */
export interface Seen {
  reasons: () => Promise<string[]>;
  sentiments: () => Promise<string[]>;
  agents: () => Promise<{ id: string; names: string[] }[]>;
  people: () => Promise<{ id: string; names: string[] }[]>;
}

export function seenBy(db: Db): Seen {
  return {
    reasons: once(() => listSeenWords(db, "disconnection_reason")),
    sentiments: once(() => listSeenWords(db, "user_sentiment")),
    agents: once(async () =>
      (await listSeenAgents(db)).map(({ id, name }) => ({ id, names: name === null ? [] : [name] })),
    ),
    people: once(() => listRequesters(db)),
  };
}

/** Everybody with an account, and `me` for whoever searches. */
async function listRequesters(db: Db): Promise<{ id: string; names: string[] }[]> {
  const { rows } = await sql<{ id: string; name: string; email: string; is_me: boolean }>`
    select id, name, email, id = (select app.actor_id()) as is_me from users order by name, email`.execute(
    db,
  );
  return rows.map(({ id, name, email, is_me }) => ({
    id,
    names: is_me ? [name, email, "me"] : [name, email],
  }));
}

function once<Answer>(read: () => Promise<Answer>): () => Promise<Answer> {
  let answer: Promise<Answer> | undefined;
  return () => {
    answer ??= read();
    return answer;
  };
}
