import { sql } from "kysely";
import type { Db } from "#database";
import { isCallId as isUuid } from "#domain/calls";
import { selectViews, viewFrom } from "./select-views.ts";
import type { SavedView } from "./view.ts";

/** Shared views of all admins may be many more than one person's. */
const LISTED_MAX = 300;

/** The person's own views, then those that others share, each by name. */
export async function listViews(db: Db): Promise<SavedView[]> {
  const rows = await selectViews(db)
    .where("deleted_at", "is", null)
    .orderBy(sql`call_views.owner = app.actor_id()`, "desc")
    .orderBy(sql`lower(call_views.name)`)
    .orderBy("call_views.id")
    .limit(LISTED_MAX)
    .execute();
  return rows.map(viewFrom);
}

/** Null when there is none that the person may see, or no more. */
export async function findView(db: Db, id: string): Promise<SavedView | null> {
  if (!isUuid(id)) return null;
  const row = await selectViews(db)
    .where("call_views.id", "=", id)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row ? viewFrom(row) : null;
}
