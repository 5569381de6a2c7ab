import { sql } from "kysely";
import type { Db } from "#database";
import { type Invitation, type InvitationState, roleFrom } from "./person.ts";

const SHOWN_MAX = 100;

/** Invitations that nobody has accepted and nobody has revoked, newest first. */
export async function listInvitations(db: Db): Promise<Invitation[]> {
  const rows = await db
    .selectFrom("invitations")
    .innerJoin("users", "users.id", "invitations.invited_by")
    .select([
      "invitations.id",
      "invitations.email",
      "invitations.role",
      "users.name as invited_by",
      "invitations.created_at",
      "invitations.expires_at",
      sql<InvitationState>`case when expires_at <= now() then 'expired' else 'open' end`.as("state"),
    ])
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .orderBy("invitations.created_at", "desc")
    .limit(SHOWN_MAX)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: roleFrom(row.role),
    invitedBy: row.invited_by,
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    state: row.state,
  }));
}
