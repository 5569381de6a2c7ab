import { sql } from "kysely";
import { asActor } from "#database";
import { recordAudit } from "#domain/audit";
import type { PersonActor } from "#domain/people";
import { Problem } from "#domain/problems";
import { demandPlace } from "./own-place.ts";
import { demandView, type FoundView, refuseOthers } from "./select-views.ts";
import type { SavedView } from "./view.ts";
import { deedOn, withoutOwner } from "./view-deed.ts";
import { readViewInput, type ViewInput } from "./view-input.ts";

/** Renames a view, shares it or not, or has it show something else. What is not given stays. */
export function changeView(actor: PersonActor, id: string, input: unknown): Promise<SavedView> {
  return asActor(actor, async (db) => {
    const before = await demandView(db, id);
    if (before.isDeleted)
      throw new Problem("conflict", "This view was deleted. Save what you see as a new one.");
    refuseOthers(before);
    const wanted = await readViewInput(db, input, contentOf(before));
    if (!before.isMine && !wanted.isShared)
      throw new Problem(
        "forbidden",
        "Nobody but its owner can make a shared view a personal one. Delete it instead.",
      );
    const changed = (Object.keys(wanted) as (keyof ViewInput)[]).filter(
      (name) => wanted[name] !== before[name],
    );
    if (changed.length === 0) return withoutOwner(before);
    const { name } = wanted;
    if (name !== before.name) await demandPlace(db, before.owner, { name, besides: id, isOneMore: false });
    const { isShared, ...content } = wanted;
    await db
      .updateTable("call_views")
      .set({ ...content, is_shared: isShared, updated_at: sql`now()` })
      .where("id", "=", id)
      .execute();
    const view = await demandView(db, id);
    await recordAudit(db, actor, "view.changed", deedOn(view, { changed: changed.join(", ") }));
    return withoutOwner(view);
  });
}

function contentOf({ name, isShared, query, zone, columns, sort }: FoundView): ViewInput {
  return { name, isShared, query, zone, columns, sort };
}
