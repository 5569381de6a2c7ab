import { sql } from "kysely";
import { asActor, type Db } from "#database";
import { hashOf } from "./invitation-token.ts";
import { type InvitationState, type Role, roleFrom } from "./person.ts";

export interface FoundInvitation {
  id: string;
  email: string;
  role: Role;
  invitedBy: string;
  state: InvitationState;
}

/** Whoever holds a link is not signed in; the system looks for them. */
export const INVITATIONS = { kind: "system", job: "invitations" } as const;

/** The invitation that a link's token belongs to, in whatever state; null when there is none. */
export async function findInvitation(token: string): Promise<FoundInvitation | null> {
  return asActor(INVITATIONS, (db) => findByToken(db, token));
}

export async function findByToken(db: Db, token: string): Promise<FoundInvitation | null> {
  // An invitation is worth what its maker is: someone who was shut out leaves no door behind.
  const found = await db
    .selectFrom("invitations")
    .innerJoin("users", "users.id", "invitations.invited_by")
    .select([
      "invitations.id",
      "invitations.email",
      "invitations.role",
      "users.name as invited_by",
      sql<InvitationState>`
        case when accepted_at is not null then 'accepted'
             when revoked_at is not null or users.role <> 'admin' or users.banned is true then 'revoked'
             when expires_at <= now() then 'expired'
             else 'open' end`.as("state"),
    ])
    .where("token_hash", "=", hashOf(token))
    .executeTakeFirst();
  if (!found) return null;
  return {
    id: found.id,
    email: found.email,
    role: roleFrom(found.role),
    invitedBy: found.invited_by,
    state: found.state,
  };
}
