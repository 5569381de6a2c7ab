import { sql } from "kysely";
import { asActor } from "#database";
import { recordAudit } from "#domain/audit";
import type { PersonActor } from "#domain/people";
import { demandPlace } from "./own-place.ts";
import { demandView, refuseOthers } from "./select-views.ts";
import type { SavedView } from "./view.ts";
import { deedOn, withoutOwner } from "./view-deed.ts";

/** Takes a view away from everybody who has it. Nothing happens when it was deleted already. */
export async function deleteView(actor: PersonActor, id: string): Promise<void> {
  await asActor(actor, async (db) => {
    const view = await demandView(db, id);
    refuseOthers(view);
    if (view.isDeleted) return;
    await db.updateTable("call_views").set({ deleted_at: sql`now()` }).where("id", "=", id).execute();
    await recordAudit(db, actor, "view.deleted", deedOn(view));
  });
}

/** Undoes it, unless the name was given to another one meanwhile. */
export function restoreView(actor: PersonActor, id: string): Promise<SavedView> {
  return asActor(actor, async (db) => {
    const view = await demandView(db, id);
    refuseOthers(view);
    if (!view.isDeleted) return withoutOwner(view);
    await demandPlace(db, view.owner, { name: view.name, isOneMore: true });
    await db.updateTable("call_views").set({ deleted_at: null }).where("id", "=", id).execute();
    await recordAudit(db, actor, "view.restored", deedOn(view));
    return withoutOwner(view);
  });
}
