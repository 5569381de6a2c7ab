import pg from "pg";
import { world } from "./world.ts";

/** A connection to the file's database as the superuser, whom no policy binds. Closed when the file ends. */
export async function superuser(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  world.onClose(() => client.end());
  return client;
}

/** The one row that a query gives. */
export async function oneRow<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  text: string,
  values: unknown[] = [],
): Promise<Row> {
  const { rows } = await client.query<Row>(text, values);
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error(`${rows.length} rows instead of one: ${text}`);
  return row;
}

/** The SQLSTATE of the refusal; null when the work is done. */
export async function refusalOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
    throw error;
  }
}
