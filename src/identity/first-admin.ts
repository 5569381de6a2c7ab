import { settings } from "#config";
import { poolFor } from "#database";
import { auth } from "./auth.ts";
import { generatePassword } from "./new-password.ts";

/** Any number will do, as long as nothing else in the database uses it. */
const FIRST_ADMIN_LOCK = 7_304_119;

/**
 * Makes the first admin where there is none, with the configured password or a generated one, which
 * is returned this once. Null when an admin exists. Safe to run by two processes at once.
 */
export async function ensureFirstAdmin(): Promise<{
  email: string;
  generatedPassword: string | null;
} | null> {
  const client = await poolFor("switchboard_identity").connect();
  try {
    await client.query("select pg_advisory_lock($1)", [FIRST_ADMIN_LOCK]);
    const { rowCount } = await client.query("select from users where role = 'admin' limit 1");
    if (rowCount) return null;
    const { email, password } = settings().admin;
    const chosen = password ?? generatePassword();
    await auth().api.createUser({ body: { email, password: chosen, name: nameFrom(email), role: "admin" } });
    return { email, generatedPassword: password === null ? chosen : null };
  } finally {
    await client.query("select pg_advisory_unlock($1)", [FIRST_ADMIN_LOCK]).catch(() => undefined);
    client.release();
  }
}

function nameFrom(email: string): string {
  const [local = email] = email.split("@");
  return local.charAt(0).toUpperCase() + local.slice(1);
}
