import pg from "pg";
import { settings } from "#config";
import { log } from "#log";
import { type Login, loginUrl } from "./logins.ts";

const APP_CONNECTIONS_MAX = 20;
const IDENTITY_CONNECTIONS_MAX = 5;
const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
/** No query of ours may take longer: a lock held by a lost client must not hold up everyone else. */
const STATEMENT_TIMEOUT_MS = 30_000;

// Pages are bundled by Next and so load a second copy of this module; the pools live outside it.
const shared = Symbol.for("switchboard.database.pools");
const home = globalThis as { [shared]?: Map<Login, pg.Pool> };
home[shared] ??= new Map();
const pools = home[shared];

// 64-bit integers of ours are durations and counts, far below 2^53; numeric costs are cents.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** The address of the database for a login. Throws when the process was started without a database. */
export function addressFor(login: Login): string {
  const { databaseUrl, authSecret } = settings();
  if (databaseUrl === null || authSecret === null) {
    throw new Error(
      "This process was started without DATABASE_URL and AUTH_SECRET. Start it with pnpm dev or pnpm start.",
    );
  }
  return loginUrl(databaseUrl, authSecret, login);
}

/** The process's pool for a login, made on first use. */
export function poolFor(login: Login): pg.Pool {
  const existing = pools.get(login);
  if (existing) return existing;
  const pool = new pg.Pool({
    connectionString: addressFor(login),
    max: login === "switchboard_identity" ? IDENTITY_CONNECTIONS_MAX : APP_CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: login,
    // What is asked before an earlier answer has come is sent at once.
    pipeline: login === "switchboard_app",
  });
  // A connection that dies while idle is replaced by the pool; unheard, its error would end the process.
  pool.on("error", (error) =>
    log.warn({ login, error: error.message }, "An idle database connection was lost"),
  );
  // One that dies in use also fails its query, which tells whoever sent it.
  pool.on("connect", (client) => client.on("error", () => undefined));
  pools.set(login, pool);
  return pool;
}

export async function closePools(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map((pool) => pool.end()));
}
