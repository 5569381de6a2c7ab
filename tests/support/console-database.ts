import pg from "pg";
import { auth } from "../../src/identity/auth.ts";

/** Asks the built console's database as a superuser whom no policy binds. */
export async function askConsoleDatabase<Row extends pg.QueryResultRow>(
  query: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    return (await client.query<Row>(query, values)).rows;
  } finally {
    await client.end();
  }
}

/** Makes a person who may sign in to the built console. */
export async function makePerson(email: string, password: string, role: "admin" | "user"): Promise<void> {
  await auth().api.createUser({ body: { email, password, name: "Somebody", role } });
}
