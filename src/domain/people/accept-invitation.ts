import { asActor, type Db } from "#database";
import { recordAudit } from "#domain/audit";
import { type FieldProblems, Problem } from "#domain/problems";
import { createPerson, PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "#identity";
import { type FoundInvitation, findByToken, INVITATIONS } from "./find-invitation.ts";
import type { InvitationState } from "./person.ts";
import { readFields, readText, refuseWrong } from "./read-input.ts";

const NAME_LENGTH_MAX = 100;

/** Why a link does not let anybody in. */
export const invitationRefusals: Record<Exclude<InvitationState, "open"> | "unknown", string> = {
  unknown: "There is no such invitation. Check that the whole link was copied, or ask for a new one.",
  expired: "This invitation has expired: links are good for seven days. Ask for a new one.",
  revoked: "This invitation was revoked. Ask for a new one if you still need access.",
  accepted: "This invitation was used already. Sign in with the password that was chosen then.",
};

/**
 * Makes the invited person's account. The invitation is locked meanwhile, so that of two who accept at once
 * one is told that it was used. Throws a Problem that says why a link is no good, or names the wrong field.
 */
export async function acceptInvitation(input: unknown, ipAddress: string | null): Promise<{ email: string }> {
  const fields = readFields(input);
  const token = typeof fields.token === "string" ? fields.token : "";
  const wrong: FieldProblems = {};
  const name = readText(
    "name",
    fields.name,
    { missing: "Enter your name.", lengthMax: NAME_LENGTH_MAX },
    wrong,
  );
  const password = readPassword(fields.password, wrong);
  return asActor(INVITATIONS, async (db) => {
    const invitation = await lockInvitation(db, token);
    refuseWrong(wrong);
    const { email, role } = invitation;
    const person = await createPerson({ email, role, name, password });
    if (person === null)
      throw new Problem("conflict", `${email} has an account already. Sign in, or ask an admin for help.`);
    await db
      .updateTable("invitations")
      .set({ accepted_at: new Date(), accepted_by: person.id })
      .where("id", "=", invitation.id)
      .execute();
    await recordAudit(db, INVITATIONS, "invitation.accepted", {
      subjectId: person.id,
      details: { invitationId: invitation.id, email, role, invitedBy: invitation.invitedBy },
      ipAddress,
    });
    return { email };
  });
}

async function lockInvitation(db: Db, token: string): Promise<FoundInvitation> {
  const seen = await findByToken(db, token);
  if (seen !== null)
    await db.selectFrom("invitations").select("id").where("id", "=", seen.id).forUpdate().execute();
  // Looked at again under the lock: whoever held it before may have accepted.
  const invitation = seen === null ? null : await findByToken(db, token);
  const state = invitation?.state ?? "unknown";
  if (invitation !== null && state === "open") return invitation;
  if (state === "open") throw new Error("An invitation is open and not there.");
  throw new Problem(state === "unknown" ? "not_found" : "conflict", invitationRefusals[state]);
}

/** Spaces are part of a password. */
function readPassword(value: unknown, wrong: FieldProblems): string {
  const password = typeof value === "string" ? value : "";
  if (password === "") wrong.password = "Choose a password.";
  else if (password.length < PASSWORD_LENGTH_MIN)
    wrong.password = `Use at least ${PASSWORD_LENGTH_MIN} characters.`;
  else if (password.length > PASSWORD_LENGTH_MAX)
    wrong.password = `Use at most ${PASSWORD_LENGTH_MAX} characters.`;
  return password;
}
