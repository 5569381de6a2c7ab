export const roles = ["admin", "user"] as const;
export type Role = (typeof roles)[number];

export interface Person {
  id: string;
  name: string;
  email: string;
  role: Role;
  active: boolean;
  lastSignInAt: string | null;
}

export type InvitationState = "open" | "expired" | "revoked" | "accepted";

export interface Invitation {
  id: string;
  email: string;
  role: Role;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
  state: InvitationState;
}

/** Whatever else stands in the database gives no rights. */
export function roleFrom(stored: string): Role {
  return stored === "admin" ? "admin" : "user";
}
