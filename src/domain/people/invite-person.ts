import { settings } from "#config";
import { asActor, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import { type FieldProblems, Problem } from "#domain/problems";
import { hashOf, newToken } from "./invitation-token.ts";
import { readEmail, readFields, readRole, refuseWrong } from "./read-input.ts";
import type { PersonActor } from "./require-admin.ts";

export interface NewInvitation {
  id: string;
  /** Shown this once: only the hash of its token is kept. */
  link: string;
  expiresAt: string;
}

/** Invites somebody by a link that makes them an account. Throws a Problem that names the wrong field. */
export async function invitePerson(actor: PersonActor, input: unknown): Promise<NewInvitation> {
  const fields = readFields(input);
  const wrong: FieldProblems = {};
  const email = readEmail(fields.email, wrong);
  const role = readRole(fields.role, wrong);
  refuseWrong(wrong);
  const token = newToken();
  return asActor(actor, async (db) => {
    await refuseKnownEmail(db, email);
    await closeExpired(db, actor, email);
    const made = await db
      .insertInto("invitations")
      .values({ email, role, token_hash: hashOf(token), invited_by: actor.id })
      .onConflict((conflict) =>
        conflict.column("email").where("accepted_at", "is", null).where("revoked_at", "is", null).doNothing(),
      )
      .returning(["id", "expires_at"])
      .executeTakeFirst();
    if (!made) throw taken(`${email} has an open invitation already. Revoke it first if its link was lost.`);
    await recordAudit(db, actor, "invitation.made", { details: { invitationId: made.id, email, role } });
    const link = `${settings().appUrl}/invite/${token}`;
    return { id: made.id, link, expiresAt: made.expires_at.toISOString() };
  });
}

async function refuseKnownEmail(db: Db, email: string): Promise<void> {
  const known = await db.selectFrom("users").select("id").where("email", "=", email).executeTakeFirst();
  if (known) throw taken(`${email} has an account already. Find it in the list of people.`);
}

function taken(message: string): Problem {
  return new Problem("conflict", message, { email: message });
}

/** An invitation that ran out is in nobody's way. */
async function closeExpired(db: Db, actor: PersonActor, email: string): Promise<void> {
  await db
    .updateTable("invitations")
    .set({ revoked_at: new Date(), revoked_by: actor.id })
    .where("email", "=", email)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .where("expires_at", "<=", new Date())
    .execute();
}
