import { randomBytes } from "node:crypto";
import { auth } from "./auth.ts";

/** 15 bytes are 20 characters: beyond guessing, and still copied by hand without despair. */
const GENERATED_PASSWORD_BYTES = 15;

export function generatePassword(): string {
  return randomBytes(GENERATED_PASSWORD_BYTES).toString("base64url");
}

/** Gives a person a generated password and ends their sessions. Returns it; null when nobody has that e-mail. */
export async function giveNewPassword(email: string): Promise<string | null> {
  const { internalAdapter, password: hasher } = await auth().$context;
  const found = await internalAdapter.findUserByEmail(email.toLowerCase());
  if (!found) return null;
  const password = generatePassword();
  await internalAdapter.updatePassword(found.user.id, await hasher.hash(password));
  await internalAdapter.deleteUserSessions(found.user.id);
  return password;
}
