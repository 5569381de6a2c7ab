import type { NewApiKey, NewInvitation, Role } from "#domain/people";
import { ask } from "./ask.ts";

const json = { "content-type": "application/json" };

export async function invitePerson(email: string, role: string): Promise<NewInvitation> {
  const answer = await ask<{ invitation: NewInvitation }>("/api/invitations", {
    method: "POST",
    headers: json,
    body: JSON.stringify({ email, role }),
  });
  return answer.invitation;
}

export function revokeInvitation(id: string): Promise<unknown> {
  return ask(`/api/invitations/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export function changePerson(id: string, change: { role: Role } | { active: boolean }): Promise<unknown> {
  return ask(`/api/people/${encodeURIComponent(id)}`, {
    method: "PATCH",
    headers: json,
    body: JSON.stringify(change),
  });
}

export async function makeApiKey(name: string, expiresInDays: number | null): Promise<NewApiKey> {
  const answer = await ask<{ key: NewApiKey }>("/api/keys", {
    method: "POST",
    headers: json,
    body: JSON.stringify({ name, expiresInDays }),
  });
  return answer.key;
}

export function revokeApiKey(id: string): Promise<unknown> {
  return ask(`/api/keys/${encodeURIComponent(id)}`, { method: "DELETE" });
}
