import {
  type CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from "kysely";
import pg from "pg";
import { log } from "#log";
import { type Actor, actorId, actorKeyId, roleOf } from "./actor.ts";
import { poolFor } from "./pool.ts";
import type { DB } from "./types.ts";

/** A transaction of one actor. Having one is the only way to run a query. */
export type Db = Kysely<DB>;

export interface TimeLimit {
  /** When the work is not done by then its connection is cut, which fails whatever it waits for. */
  withinMs?: number;
}

/**
 * Runs the work in one transaction as the actor: it takes the role that policies speak about and names
 * the actor, for that transaction only. Commits when the work is done, rolls back when it throws.
 * Never wait for Retell inside it.
 */
export async function asActor<T>(
  actor: Actor,
  work: (db: Db) => Promise<T>,
  { withinMs }: TimeLimit = {},
): Promise<T> {
  const client = await poolFor("switchboard_app").connect();
  const limit = withinMs === undefined ? undefined : setTimeout(() => cut(client), withinMs);
  let broken: Error | undefined;
  try {
    await client.query(beginAs(actor));
    const result = await work(kyselyOn(client));
    await client.query("commit");
    return result;
  } catch (error) {
    // A connection that cannot even roll back is closed rather than handed to the next actor.
    await client.query("rollback").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    clearTimeout(limit);
    client.release(broken);
  }
}

/**
 * The server's own limits do not help against a server that has stopped answering. A commit whose answer
 * is cut off may have happened.
 */
function cut(client: pg.PoolClient): void {
  // Pooled clients are clients, of which the pool's type hides the end.
  (client as unknown as pg.Client)
    .end()
    .catch((error: unknown) => log.warn({ error: String(error) }, "A connection could not be cut"));
}

/**
 * Goes on in the transaction as the system's role, for what a person may ask for and nobody may do by
 * hand. The actor stays who they are. Policies no longer ask whether they may: find that out first.
 */
export async function takeSystemRole(db: Db): Promise<void> {
  await sql`set local role switchboard_system`.execute(db);
}

/** One round trip: begin, role, actor. Role and kind are from closed lists; the ids are quoted. */
export function beginAs(actor: Actor): string {
  return `begin; set local role ${roleOf(actor)};
    select set_config('app.actor_kind', '${actor.kind}', true),
           set_config('app.actor_id', ${pg.escapeLiteral(actorId(actor))}, true),
           set_config('app.actor_key_id', ${pg.escapeLiteral(actorKeyId(actor) ?? "")}, true)`;
}

/** For whoever has begun a transaction and named its role already. */
export function kyselyOn(client: pg.ClientBase): Db {
  const run = async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
    const { rows, rowCount } = await client.query(query.sql, [...query.parameters]);
    return { rows: rows as R[], numAffectedRows: rowCount === null ? undefined : BigInt(rowCount) };
  };
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createDriver: () => ({
        async init() {},
        async acquireConnection() {
          return {
            executeQuery: run,
            // biome-ignore lint/correctness/useYield: streaming is refused, rows come in pages.
            async *streamQuery() {
              throw new Error("Streaming is not offered inside a transaction.");
            },
          };
        },
        async beginTransaction() {
          throw new Error("asActor has begun the transaction already.");
        },
        async commitTransaction() {},
        async rollbackTransaction() {},
        async releaseConnection() {},
        async destroy() {},
      }),
    },
  });
}
