import type pg from "pg";
import type { Story } from "./stories.ts";

const STORIES_A_STATEMENT = 50;

/** Puts the stories where the database can draw from them by their place. */
export async function keepStories(client: pg.Client, stories: readonly Story[]): Promise<void> {
  for (let from = 0; from < stories.length; from += STORIES_A_STATEMENT) {
    const some = stories.slice(from, from + STORIES_A_STATEMENT).map((story, index) => ({
      ...story,
      place: from + index,
    }));
    await keep(client, "stories", some.map(storyRow));
    await keep(
      client,
      "story_rows",
      some.map(({ place, row }) => ({ ...row, place })),
    );
    await keep(
      client,
      "story_details",
      some.flatMap(({ place, details }) => (details ? [{ ...details, place }] : [])),
    );
    await keep(
      client,
      "story_events",
      some.flatMap(({ place, events }) =>
        events.map(({ event, head, spoken, changes, isAfterEnd }, number) => ({
          ...{ place, number, event, head, spoken },
          ...{ changes: JSON.stringify(changes), is_after_end: isAfterEnd },
        })),
      ),
    );
  }
  await client.query("create index on story_rows (place)");
  await client.query("create index on story_details (place)");
  await client.query("create index on story_events (place)");
  await client.query("analyze stories, story_rows, story_details, story_events");
}

function storyRow({ place, row, taught, ...story }: Story & { place: number }) {
  return {
    ...{ place, kind: story.kind, stopped: story.stopped, person: story.person },
    ...{ is_british: story.isBritish, ring_ms: story.ringMs, duration_ms: story.durationMs },
    taught: taught && JSON.stringify(taught),
    metadata: row.metadata ? JSON.stringify(row.metadata) : null,
    variables: row.variables ? JSON.stringify(row.variables) : null,
  };
}

async function keep(client: pg.Client, table: string, rows: readonly object[]): Promise<void> {
  await client.query(
    `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}
