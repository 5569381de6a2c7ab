import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
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

interface Manner extends TimeLimit {
  /** The work's statements are the same few each time, so that each connection keeps them prepared. */
  isRoutine?: boolean;
}

/**
 * Runs the work in one transaction as the actor: it takes the role that policies speak about and names
 * the actor, for that transaction only. Commits when the work is done, rolls back when it throws.
 * Never wait for Retell inside it.
 */
export async function asActor<T>(
  actor: Actor,
  work: (db: Db) => Promise<T>,
  { withinMs, isRoutine = false }: Manner = {},
): Promise<T> {
  const client = await poolFor("switchboard_app").connect();
  const limit = withinMs === undefined ? undefined : setTimeout(() => cut(client), withinMs);
  let broken: Error | undefined;
  const asking: Asking = { isRoutine, isOver: false, isCommitted: false };
  try {
    // The work's first questions go with it, in one round trip. Without the role they could do nothing.
    askTogether(client);
    const begun = client.query(isRoutine ? `${beginAs(actor)}, ${BY_INDEX}` : beginAs(actor));
    begun.catch(() => undefined);
    const result = await work(kyselyOn(client, asking));
    await begun;
    if (!asking.isCommitted) await commit(client, asking);
    return result;
  } catch (error) {
    asking.isOver = true;
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
  // The end by itself would wait for whatever has been asked already.
  streamOf(client)?.destroy();
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

/**
 * Plans that are kept must not be those of the small table that they were made for: read whole on the first day,
 * it would be read whole for each event until Postgres looks at it anew. By index there is one way to go, so it is
 * planned once.
 */
const BY_INDEX = `set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
  set_config('enable_mergejoin', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)`;

/**
 * What is asked in one breath goes out in one piece once the program has nothing else to do: each piece
 * wakes the server up, which then waits for the next.
 */
function askTogether(client: pg.ClientBase): void {
  const stream = streamOf(client);
  if (stream === undefined || stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/** The types hide that a client, pooled or not, has one. */
function streamOf(client: pg.ClientBase): Duplex | undefined {
  return (client as { connection?: { stream: Duplex } }).connection?.stream;
}

/** More than all routines have together. A text that is not of a routine after all is not kept by connections for ever. */
const ROUTINE_STATEMENTS_MAX = 200;
const routineNames = new Map<string, string>();
const NAME_CHARACTERS = 32;

/** Told by the text alone: pages are bundled with a copy of this module, and both share the connections. */
function routineName(text: string): string | undefined {
  const known = routineNames.get(text);
  if (known !== undefined || routineNames.size === ROUTINE_STATEMENTS_MAX) return known;
  const name = `routine_${createHash("sha256").update(text).digest("hex").slice(0, NAME_CHARACTERS)}`;
  routineNames.set(text, name);
  return name;
}

interface Asking {
  isRoutine: boolean;
  /** Nothing more may be asked. */
  isOver: boolean;
  isCommitted: boolean;
}

/** For whoever has begun a transaction and named its role already. */
export function kyselyOn(
  client: pg.ClientBase,
  asking: Asking = { isRoutine: false, isOver: false, isCommitted: false },
): Db {
  const run = async <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
    // Part of the work may go on when another part has failed; the connection is somebody else's soon.
    if (asking.isOver) throw new Error("The transaction is over.");
    const values = [...query.parameters];
    const name = asking.isRoutine ? routineName(query.sql) : undefined;
    askTogether(client);
    const { rows, rowCount } = await client.query({ text: query.sql, values, ...(name && { name }) });
    return { rows: rows as R[], numAffectedRows: rowCount === null ? undefined : BigInt(rowCount) };
  };
  const db = new Kysely<DB>({
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
  ways.set(db, { run, commit: () => commit(client, asking) });
  return db;
}

async function commit(client: pg.ClientBase, asking: Asking): Promise<void> {
  asking.isOver = true;
  askTogether(client);
  const { command } = await client.query("commit");
  // Where a question failed, Postgres answers a commit with a rollback and no error.
  if (command === "ROLLBACK") throw new Error("The transaction was rolled back.");
  asking.isCommitted = true;
}

type Run = <R>(query: CompiledQuery) => Promise<QueryResult<R>>;
const ways = new WeakMap<Db, { run: Run; commit(): Promise<void> }>();

type RowsOf<Queries extends readonly CompiledQuery[]> = {
  -readonly [Place in keyof Queries]: Queries[Place] extends CompiledQuery<infer Row> ? Row[] : never;
};

/** Asks in this order, and waits only for the last answer. Each question sees what those before it did. */
export async function askInOrder<const Queries extends readonly CompiledQuery<unknown>[]>(
  db: Db,
  queries: Queries,
): Promise<RowsOf<Queries>> {
  const { run } = waysOf(db);
  const answers = await Promise.all(queries.map((query) => run(query)));
  return answers.map(({ rows }) => rows) as RowsOf<Queries>;
}

/**
 * Asks in this order for the last time, with the commit right behind: when the answers are here, the transaction is
 * committed and over. Throws when any of it failed; then nothing of it happened.
 */
export async function askAndCommit<const Queries extends readonly CompiledQuery<unknown>[]>(
  db: Db,
  queries: Queries,
): Promise<RowsOf<Queries>> {
  const asked = askInOrder(db, queries);
  const committed = waysOf(db).commit();
  committed.catch(() => undefined);
  // First, because whichever failed says why; the commit only says that something did.
  const answers = await asked;
  await committed;
  return answers;
}

function waysOf(db: Db) {
  const found = ways.get(db);
  if (found === undefined)
    throw new Error("Only a transaction of asActor can be asked several questions at once.");
  return found;
}
