import { asActor } from "#database";
import { recordAudit } from "#domain/audit";
import { Problem } from "#domain/problems";
import { isUuid } from "./read-input.ts";
import type { PersonActor } from "./require-admin.ts";

/** Makes an invitation's link useless. Nothing happens when it was revoked already. Throws a Problem when it was used. */
export async function revokeInvitation(actor: PersonActor, id: string): Promise<void> {
  await asActor(actor, async (db) => {
    const found = isUuid(id)
      ? await db
          .selectFrom("invitations")
          .select(["email", "accepted_at", "revoked_at"])
          .where("id", "=", id)
          .forUpdate()
          .executeTakeFirst()
      : undefined;
    if (!found) throw new Problem("not_found", "There is no such invitation. The list may be out of date.");
    if (found.accepted_at !== null)
      throw new Problem(
        "conflict",
        `${found.email} has accepted the invitation already. Deactivate the person instead.`,
      );
    if (found.revoked_at !== null) return;
    await db
      .updateTable("invitations")
      .set({ revoked_at: new Date(), revoked_by: actor.id })
      .where("id", "=", id)
      .execute();
    await recordAudit(db, actor, "invitation.revoked", { details: { invitationId: id, email: found.email } });
  });
}
