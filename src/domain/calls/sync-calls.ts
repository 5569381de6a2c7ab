import { sql } from "kysely";
import { type Actor, asActor, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import { log } from "#log";
import { listCalls, type RetellCall } from "#retell";
import { phaseOf } from "./fold.ts";
import { recordObservations, type Sighting } from "./record-observations.ts";

const syncer: Actor = { kind: "system", job: "sync_calls" };

const PAGE_LIMIT = 500;
const CALLS_PER_TRANSACTION = 100;
const MINUTE_MS = 60_000;
/** A call is listed by when it began, so a look back must reach further than the longest call lasts. */
export const RECENT_MS = 15 * MINUTE_MS;
export const LONGEST_CALL_MS = 3 * 60 * MINUTE_MS;

/**
 * Reads from Retell's list whatever began since the last sync (and some time before), and writes down
 * what we did not know: inbound calls, calls placed elsewhere, calls whose webhooks were lost. The first
 * time it imports the whole past, page by page, and goes on where it was when interrupted. Returns how
 * many calls were new or further than we knew. Throws a RetellFailure.
 */
export async function syncCalls({ lookBackMs }: { lookBackMs: number }): Promise<number> {
  const marks = await asActor(syncer, readMarks);
  const imported = marks.get("calls_synced_to");
  // An import that was interrupted goes on with older pages: what began since it first began is still to be read.
  const begun = imported === undefined ? await beginImport(marks) : Date.now();
  const learnt =
    imported === undefined ? await importPast(marks) : await readSince(Number(imported) - lookBackMs);
  await asActor(syncer, async (db) => {
    await setMark(db, "calls_synced_to", String(begun));
    if (imported === undefined)
      await recordAudit(db, syncer, "calls.imported", { details: { calls: learnt } });
  });
  return learnt;
}

async function beginImport(marks: ReadonlyMap<string, string>): Promise<number> {
  const before = marks.get("calls_import_begun");
  if (before !== undefined) return Number(before);
  const now = Date.now();
  await asActor(syncer, (db) => setMark(db, "calls_import_begun", String(now)));
  return now;
}

async function importPast(marks: ReadonlyMap<string, string>): Promise<number> {
  let pageKey: string | null = marks.get("calls_import_page") ?? null;
  let learnt = 0;
  do {
    const page = await listCalls({ limit: PAGE_LIMIT, pageKey });
    learnt += await recordPage(page.calls);
    pageKey = page.nextKey;
    const reached = pageKey;
    if (reached !== null) await asActor(syncer, (db) => setMark(db, "calls_import_page", reached));
  } while (pageKey !== null);
  log.info({ calls: learnt }, "Imported the workspace's past calls");
  return learnt;
}

async function readSince(startedFrom: number): Promise<number> {
  let pageKey: string | null = null;
  let learnt = 0;
  do {
    const page = await listCalls({ startedFrom, limit: PAGE_LIMIT, pageKey });
    learnt += await recordPage(page.calls);
    pageKey = page.nextKey;
  } while (pageKey !== null);
  return learnt;
}

async function recordPage(calls: readonly RetellCall[]): Promise<number> {
  let learnt = 0;
  for (let from = 0; from < calls.length; from += CALLS_PER_TRANSACTION) {
    learnt += await asActor(syncer, async (db) => {
      const news = await onlyNews(db, calls.slice(from, from + CALLS_PER_TRANSACTION));
      await recordObservations(db, news);
      return news.length;
    });
  }
  return learnt;
}

/** Leaves out what we know already, so that looking again costs one small query and no locks. */
async function onlyNews(db: Db, calls: readonly RetellCall[]): Promise<Sighting[]> {
  const { rows } = await sql<KnownCall>`
    select retell_call_id, phase, cost_cents, from_number, to_number, agent_id, metadata is not null as has_metadata
    from retell_calls where retell_call_id = any(${calls.map((call) => call.retellCallId)})
  `.execute(db);
  const known = new Map(rows.map((row) => [row.retell_call_id, row]));
  return calls
    .map((call) => ({ phase: phaseOf(call), call, complete: false }))
    .filter(({ phase, call }) => {
      const row = known.get(call.retellCallId);
      return !row || row.phase < phase || (row.cost_cents ?? 0) < (call.costCents ?? 0) || lacks(row, call);
    });
}

interface KnownCall {
  retell_call_id: string;
  phase: number;
  cost_cents: number | null;
  from_number: string | null;
  to_number: string | null;
  agent_id: string | null;
  has_metadata: boolean;
}

/** Webhooks may leave out who called whom, and metadata, to the very last. */
function lacks(row: KnownCall, call: RetellCall): boolean {
  return (
    (row.from_number === null && call.fromNumber !== null) ||
    (row.to_number === null && call.toNumber !== null) ||
    (row.agent_id === null && call.agentId !== null) ||
    (!row.has_metadata && call.metadata !== null)
  );
}

async function readMarks(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom("sync_marks").select(["name", "mark"]).execute();
  return new Map(rows.map((row) => [row.name, row.mark]));
}

async function setMark(db: Db, name: string, mark: string): Promise<void> {
  await db
    .insertInto("sync_marks")
    .values({ name, mark, updated_at: new Date() })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ mark, updated_at: new Date() }))
    .execute();
}
