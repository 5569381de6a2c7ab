import { asActor } from "#database";
import { recordAudit } from "#domain/audit";
import { Problem } from "#domain/problems";
import { isId } from "./read-input.ts";
import type { PersonActor } from "./require-admin.ts";

/** Makes a key useless for good. Nothing happens when it was revoked already. */
export async function revokeApiKey(actor: PersonActor, id: string): Promise<void> {
  await asActor(actor, async (db) => {
    const key = isId(id)
      ? await db.selectFrom("api_keys").select("name").where("id", "=", id).executeTakeFirst()
      : undefined;
    if (!key) throw new Problem("not_found", "There is no such API key. The list may be out of date.");
    const revoked = await db
      .updateTable("api_keys")
      .set({ enabled: false, revoked_at: new Date(), revoked_by: actor.id, updated_at: new Date() })
      .where("id", "=", id)
      .where("enabled", "=", true)
      .executeTakeFirst();
    if (revoked.numUpdatedRows === 0n) return;
    await recordAudit(db, actor, "api_key.revoked", { details: { apiKeyId: id, name: key.name } });
  });
}
