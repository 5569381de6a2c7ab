import { asActor } from "#database";
import { recordAudit } from "#domain/audit";
import type { PersonActor } from "#domain/people";
import { demandPlace } from "./own-place.ts";
import { demandView } from "./select-views.ts";
import type { SavedView } from "./view.ts";
import { deedOn, withoutOwner } from "./view-deed.ts";
import { readViewInput } from "./view-input.ts";

/** Keeps a new view of the person's. Throws a Problem that names the wrong fields, or for a name that is taken. */
export function saveView(actor: PersonActor, input: unknown): Promise<SavedView> {
  return asActor(actor, async (db) => {
    const { isShared, ...content } = await readViewInput(db, input, null);
    await demandPlace(db, actor.id, { name: content.name, isOneMore: true });
    const { id } = await db
      .insertInto("call_views")
      .values({ ...content, is_shared: isShared, owner: actor.id })
      .returning("id")
      .executeTakeFirstOrThrow();
    const view = await demandView(db, id);
    await recordAudit(db, actor, "view.saved", deedOn(view));
    return withoutOwner(view);
  });
}
