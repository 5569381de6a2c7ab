import { type Actor, asActor } from "#database";
import { log } from "#log";
import { listCalls } from "#retell";
import { recordPage } from "./record-page.ts";
import { hasImported } from "./sync-calls.ts";

const syncer: Actor = { kind: "system", job: "sync_calls" };

const PAGE_LIMIT = 500;
/** Calls that never started, and stand first or last in the list, are read up to so many pages. */
const PAGES_MAX = 10;

/**
 * Reads from Retell's list the calls that failed before they started. They have no start to ask for, and
 * where the list puts them is not told: so it is read from both ends, for as long as there are such calls.
 * Returns how many were new or further than we knew. Throws a RetellFailure.
 */
export async function syncUnstartedCalls(): Promise<number> {
  // Before the past is imported everything is news, and read in its own order.
  if (!(await asActor(syncer, hasImported))) return 0;
  return (await readFrom("descending")) + (await readFrom("ascending"));
}

async function readFrom(order: "descending" | "ascending"): Promise<number> {
  let pageKey: string | null = null;
  let learnt = 0;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await listCalls({
      statuses: ["not_connected", "error"],
      limit: PAGE_LIMIT,
      order,
      pageKey,
    });
    learnt += await recordPage(syncer, page);
    pageKey = page.nextKey;
    if (pageKey === null || page.calls.every((call) => call.startedAt !== null)) return learnt;
  }
  log.warn({ pages: PAGES_MAX, order }, "Retell lists more calls that never started than are read at a time");
  return learnt;
}
