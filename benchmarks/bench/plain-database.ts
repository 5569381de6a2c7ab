import { readFile } from "node:fs/promises";
import type { OwnPostgres } from "./own-postgres.ts";

const ROLE = "plain_application";

/**
 * The plain implementation's table and login. In the same database, so that all sides share one write-ahead log.
 * Returns the address that it connects to.
 */
export async function makePlainDatabase({
  pool,
  adminUrl,
}: Pick<OwnPostgres, "pool" | "adminUrl">): Promise<string> {
  await pool.query(await readFile(new URL("../plain/schema.sql", import.meta.url), "utf8"));
  await pool.query(`create role ${ROLE} login`);
  // A migration takes what everybody may do in this schema away.
  await pool.query(`grant usage on schema public to ${ROLE}`);
  const url = new URL(adminUrl);
  url.username = ROLE;
  return url.href;
}
