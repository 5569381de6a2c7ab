import { type Actor, asActor, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import { log } from "#log";
import { type CallPage, type CallsWanted, listCalls, type RetellCall, RetellFailure } from "#retell";
import { recordPage } from "./record-page.ts";

const syncer: Actor = { kind: "system", job: "sync_calls" };

const PAGE_LIMIT = 500;
const MINUTE_MS = 60_000;
/** A call may show in the list so much later than it began or ended. */
export const RECENT_MS = 15 * MINUTE_MS;
/** A call is listed by when it began, so a look back must reach further than the longest call lasts. */
export const LONGEST_CALL_MS = 3 * 60 * MINUTE_MS;
/** A page all of whose calls began so long before what was asked for shows that the question was not heard. */
const BEYOND_ALL_ASKED_MS = 48 * 60 * MINUTE_MS;

/**
 * Reads from Retell's list whatever began or ended since the last sync (and some time before), and writes
 * down what we did not know: inbound calls, calls placed elsewhere, calls whose webhooks were lost. The
 * first time it imports the whole past, page by page, and goes on where it was when interrupted. Returns
 * how many calls were new or further than we knew. Throws a RetellFailure.
 */
export async function syncCalls({ lookBackMs }: { lookBackMs: number }): Promise<number> {
  const marks = await asActor(syncer, readMarks);
  const synced = marks.get("calls_synced_to");
  if (synced === undefined) return importPast(marks);
  // After a time without syncs, calls may have been open at its beginning that nobody told us of.
  const wasAway = Date.now() - synced.updatedAt.getTime() > RECENT_MS;
  const syncedTo = Number(synced.mark);
  const from = Math.max(0, syncedTo - (wasAway ? Math.max(lookBackMs, LONGEST_CALL_MS) : lookBackMs));
  const started = await readSince(from, { startedFrom: from });
  const ended = await readSince(from, { endedFrom: from });
  const reached = Math.max(syncedTo, started.latest, ended.latest);
  await asActor(syncer, (db) => setMark(db, "calls_synced_to", String(reached)));
  return started.learnt + ended.learnt;
}

async function readSince(from: number, wanted: CallsWanted): Promise<{ learnt: number; latest: number }> {
  let pageKey: string | null = null;
  let [learnt, latest] = [0, 0];
  do {
    const page: CallPage = await listCalls({ ...wanted, limit: PAGE_LIMIT, pageKey });
    learnt += await recordPage(syncer, page);
    latest = Math.max(latest, latestMoment(page.calls));
    pageKey = isBeyond(page.calls, from) ? null : page.nextKey;
  } while (pageKey !== null);
  return { learnt, latest };
}

function isBeyond(calls: readonly RetellCall[], from: number): boolean {
  const isOld = ({ startedAt }: RetellCall) => startedAt !== null && startedAt < from - BEYOND_ALL_ASKED_MS;
  return calls.length > 0 && calls.every(isOld);
}

/**
 * How far the list has shown us the world, by Retell's own clock: ours may be wrong. A moment that has
 * not come yet is a slip of somebody's.
 */
function latestMoment(calls: readonly RetellCall[]): number {
  const moments = calls.flatMap(({ startedAt, endedAt }) => [startedAt ?? 0, endedAt ?? 0]);
  return Math.min(Date.now(), Math.max(0, ...moments));
}

async function importPast(marks: Marks): Promise<number> {
  let pageKey: string | null = marks.get("calls_import_page")?.mark || null;
  let learnt = 0;
  do {
    const page = await readImportPage(pageKey);
    learnt += await recordPage(syncer, page);
    pageKey = page.nextKey;
    const reached = pageKey;
    await asActor(syncer, async (db) => {
      // What begins while the past is imported is still to be read, also when that takes days and restarts.
      await beginMark(db, "calls_import_begun", String(latestMoment(page.calls)));
      if (reached !== null) await setMark(db, "calls_import_page", reached);
    });
  } while (pageKey !== null);
  await asActor(syncer, (db) => finishImport(db, learnt));
  log.info({ calls: learnt }, "Imported the workspace's past calls");
  return learnt;
}

/** A place in the list that Retell no longer knows leads back to its beginning, which costs reading alone. */
async function readImportPage(pageKey: string | null): Promise<CallPage> {
  try {
    return await listCalls({ limit: PAGE_LIMIT, pageKey });
  } catch (error) {
    const isForgotten =
      error instanceof RetellFailure && (error.kind === "refused" || error.kind === "absent");
    if (pageKey === null || !isForgotten) throw error;
    log.warn({ error: error.message }, "The import begins again: Retell no longer knows where it was");
    return listCalls({ limit: PAGE_LIMIT, pageKey: null });
  }
}

/** Of two workers that import at once the first to finish says so. */
async function finishImport(db: Db, calls: number): Promise<void> {
  const begun = (await readMarks(db)).get("calls_import_begun")?.mark ?? "0";
  if (await beginMark(db, "calls_synced_to", begun))
    await recordAudit(db, syncer, "calls.imported", { details: { calls } });
}

/** Whether the workspace's past has been read once. */
export async function hasImported(db: Db): Promise<boolean> {
  const mark = await db
    .selectFrom("sync_marks")
    .select("name")
    .where("name", "=", "calls_synced_to")
    .executeTakeFirst();
  return mark !== undefined;
}

type Marks = ReadonlyMap<string, { mark: string; updatedAt: Date }>;

async function readMarks(db: Db): Promise<Marks> {
  const rows = await db.selectFrom("sync_marks").select(["name", "mark", "updated_at"]).execute();
  return new Map(rows.map((row) => [row.name, { mark: row.mark, updatedAt: row.updated_at }]));
}

async function setMark(db: Db, name: string, mark: string): Promise<void> {
  await db
    .insertInto("sync_marks")
    .values({ name, mark, updated_at: new Date() })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ mark, updated_at: new Date() }))
    .execute();
}

/** Sets a mark that is not there yet, and says whether it did. */
async function beginMark(db: Db, name: string, mark: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("sync_marks")
    .values({ name, mark, updated_at: new Date() })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
