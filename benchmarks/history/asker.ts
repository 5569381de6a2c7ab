import { sql } from "kysely";
import pg from "pg";
import { settings } from "../../src/config/index.ts";
import { beginAs, kyselyOn } from "../../src/database/as-actor.ts";
import { type Actor, asActor, type Db } from "../../src/database/index.ts";
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
import type { Answer, AnswerMessage, Asking, Walk } from "./asking.ts";

// Asks one database in a process of its own, as the web process does: settings and pools are one set for a process.
const PAGE_LIMIT_MAX = 200;
/** Where the export's own count stops. */
const COUNTED_MAX = 10_000;
const tell = (message: AnswerMessage) => process.send?.(message);

const superuser = new pg.Client({ connectionString: settings().databaseUrl ?? "" });
await superuser.connect();
const { rows } = await superuser.query<{ id: string }>(
  "select id from users where role = 'admin' order by created_at limit 1",
);
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

async function ask({ what, question, cursor, as, times }: Asking): Promise<Answer> {
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
  const inTransaction =
    what === "total" ? total : as === "admin" ? () => asActor(admin, work) : () => pastPolicies(work);
  // What was never read before comes from the disk, whoever asks.
  const began = performance.now();
  let answer = await inTransaction();
  if (times === 0) return { ...answer, ms: performance.now() - began };
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const began = performance.now();
    answer = await inTransaction();
    took.push(performance.now() - began);
  }
  // The list then says what it has read.
  if (isGivenUp) answer = await asActor(admin, pageOf);
  return { ...answer, ms: median(took) };
}

/** The very same statements without any policy: only the role is not taken. */
async function pastPolicies<T>(work: (db: Db) => Promise<T>): Promise<T> {
  await superuser.query(beginAs(admin).replace(/set local role \w+;/, ""));
  try {
    return await work(kyselyOn(superuser));
  } finally {
    await superuser.query("rollback");
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
  return { ms: 0, count, isMore: cursor !== null, nextCursor: cursor };
}
