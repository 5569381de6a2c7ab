import type { Duplex } from "node:stream";
import { sql } from "kysely";
import pg from "pg";
import { settings } from "../../src/config/index.ts";
import { beginAs, kyselyOn } from "../../src/database/as-actor.ts";
import { type Actor, asActor, type Db, poolFor } from "../../src/database/index.ts";
import {
  countCalls,
  countTotal,
  demandCallOrder,
  demandFilters,
  listCalls,
  readCallQuery,
} from "../../src/domain/calls/index.ts";
import type { CallPage, CallQuery } from "../../src/domain/calls/list-calls.ts";
import { matchFilters } from "../../src/domain/calls/match-filters.ts";
import { median } from "../load/percentiles.ts";
import type { Answer, AnswerMessage, Asker, Asking, Walk } from "./asking.ts";

// Asks one database in a process of its own, as the web process does: settings and pools are one set for a process.
const PAGE_LIMIT_MAX = 200;
/** Where the export's own count stops. */
const COUNTED_MAX = 10_000;
/** May whatever people may, past every policy. */
const UNBOUND = "bench_unbound";
const tell = (message: AnswerMessage) => process.send?.(message);

const superuser = new pg.Client({ connectionString: settings().databaseUrl ?? "" });
await superuser.connect();
await superuser.query(`
  drop role if exists ${UNBOUND};
  create role ${UNBOUND} bypassrls in role switchboard_people;
  grant ${UNBOUND} to switchboard_app with inherit false, set true`);
const { rows } = await superuser.query<{ id: string }>(
  "select id from users where role = 'admin' order by created_at limit 1",
);
await superuser.end();
const admin: Actor = { kind: "person", id: rows[0]?.id ?? "", ipAddress: null };

process.on("message", async (asked: Asking | Walk) => {
  try {
    tell({ kind: "answer", answer: asked.what === "walk" ? await walk(asked) : await ask(asked) });
  } catch (error) {
    tell({ kind: "void", why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");

async function ask({ what, question, cursor, as, against, times }: Asking): Promise<Answer> {
  const given = new URLSearchParams({ q: question.search, zone: "UTC" });
  const pageOf = async (db: Db) => {
    const filters = demandFilters(await readCallQuery(db, given));
    const page = await listCalls(db, { filters, cursor, order: demandCallOrder(question.sort ?? null) });
    return { count: page.calls.length, isMore: page.nextCursor !== null, nextCursor: page.nextCursor };
  };
  const work = async (db: Db) => {
    if (what === "page") return pageOf(db);
    const filters = demandFilters(await readCallQuery(db, given));
    if (what === "count-all") {
      const counted = await sql<{ count: number }>`
        select count(*)::int as count from retell_calls where ${matchFilters(filters)}`.execute(db);
      return { count: counted.rows[0]?.count ?? 0, isMore: false, nextCursor: null };
    }
    const count = await countCalls(db, filters, COUNTED_MAX + 1);
    return { count: Math.min(count, COUNTED_MAX), isMore: count > COUNTED_MAX, nextCursor: null };
  };
  let isGivenUp = false;
  const total = async () => {
    const counted = await countTotal(admin, given);
    isGivenUp = counted === null;
    return { ...(counted ?? { count: 0, isMore: true }), nextCursor: null };
  };
  const asked = (who: Asker) => {
    if (what === "total") return total();
    return who === "admin" ? asActor(admin, work) : pastPolicies(work);
  };
  const sides = against === null ? [as] : [as, against];
  const took = new Map(sides.map((who) => [who, [] as number[]]));
  // What was never read before comes from the disk, whoever asks.
  const first = performance.now();
  let answer = await asked(as);
  if (times === 0) return { ...answer, ms: performance.now() - first, againstMs: 0 };
  if (against !== null) await asked(against);
  for (let time = 0; time < times; time += 1) {
    for (const who of time % 2 === 0 ? sides : sides.toReversed()) {
      const began = performance.now();
      answer = await asked(who);
      took.get(who)?.push(performance.now() - began);
    }
  }
  // The list then says what it has read.
  if (isGivenUp) answer = await asActor(admin, pageOf);
  const medianOf = (who: Asker) => median(took.get(who) ?? []);
  return { ...answer, ms: medianOf(as), againstMs: against === null ? 0 : medianOf(against) };
}

/** As `asActor` does it, statement by statement and on the same connections, in a role that no policy binds. */
async function pastPolicies<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const client = await poolFor("switchboard_app").connect();
  try {
    // What is asked first goes out with it.
    const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
    const begun = client.query(beginAs(admin).replace("switchboard_people", UNBOUND));
    const result = await work(kyselyOn(client));
    await begun;
    await client.query("commit");
    return result;
  } finally {
    client.release();
  }
}

async function walk({ calls }: Walk): Promise<Answer> {
  let cursor: string | null = null;
  let count = 0;
  do {
    const query: CallQuery = {
      ...{ filters: { conditions: [] }, cursor },
      limit: Math.min(PAGE_LIMIT_MAX, calls - count),
    };
    const page: CallPage = await asActor(admin, (db) => listCalls(db, query));
    count += page.calls.length;
    cursor = page.nextCursor;
  } while (count < calls && cursor !== null);
  return { ms: 0, againstMs: 0, count, isMore: cursor !== null, nextCursor: cursor };
}
