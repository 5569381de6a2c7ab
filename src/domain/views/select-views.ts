import { sql } from "kysely";
import type { Db } from "#database";
import { isCallId as isUuid, NEWEST_FIRST, readCallOrder } from "#domain/calls";
import { Problem } from "#domain/problems";
import type { SavedView } from "./view.ts";

export interface FoundView extends SavedView {
  owner: string;
  isDeleted: boolean;
}

/** What the person may see, deleted ones included. */
export function selectViews(db: Db) {
  return db
    .selectFrom("call_views")
    .innerJoin("users as owner", "owner.id", "call_views.owner")
    .selectAll("call_views")
    .select(["owner.name as owner_name", sql<boolean>`call_views.owner = app.actor_id()`.as("is_mine")])
    .select(
      // As the policy on changes has it.
      sql<boolean>`call_views.owner = app.actor_id()
        or call_views.is_shared and (owner.role <> 'admin' or owner.banned is true)`.as("may_change"),
    );
}

type ViewRow = Awaited<ReturnType<ReturnType<typeof selectViews>["execute"]>>[number];

export function viewFrom(row: ViewRow): SavedView {
  return {
    id: row.id,
    name: row.name,
    isShared: row.is_shared,
    isMine: row.is_mine,
    mayChange: row.may_change,
    ownerName: row.owner_name,
    query: row.query,
    zone: row.zone,
    columns: row.columns,
    // One that a later version knew is shown in the order of everybody.
    sort: readCallOrder(row.sort) ?? NEWEST_FIRST,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** A view that the person may see, even if it is deleted. Throws a Problem when there is none. */
export async function demandView(db: Db, id: string): Promise<FoundView> {
  const row = isUuid(id)
    ? await selectViews(db).where("call_views.id", "=", id).executeTakeFirst()
    : undefined;
  if (!row)
    throw new Problem(
      "not_found",
      "There is no such view, or its owner keeps it to themselves. Open the list anew.",
    );
  return { ...viewFrom(row), owner: row.owner, isDeleted: row.deleted_at !== null };
}

export function refuseOthers(view: SavedView): void {
  if (!view.mayChange)
    throw new Problem(
      "forbidden",
      `Only ${view.ownerName} may change “${view.name}”. Save what you see as a view of your own.`,
    );
}
