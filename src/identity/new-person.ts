import { isAPIError } from "better-auth/api";
import { auth } from "./auth.ts";

export interface NewPerson {
  email: string;
  name: string;
  password: string;
  role: "admin" | "user";
}

/** Makes a person who can sign in. Null when somebody has the e-mail already. */
export async function createPerson(person: NewPerson): Promise<{ id: string } | null> {
  try {
    const { user } = await auth().api.createUser({ body: person });
    return { id: user.id };
  } catch (error) {
    if (isAPIError(error) && String(error.body?.code).startsWith("USER_ALREADY_EXISTS")) return null;
    throw error;
  }
}

/** Signs a person out everywhere. */
export async function endSessions(personId: string): Promise<void> {
  const { internalAdapter } = await auth().$context;
  await internalAdapter.deleteUserSessions(personId);
}
