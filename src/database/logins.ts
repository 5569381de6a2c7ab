import { createHmac } from "node:crypto";

/** The logins that processes use; none of them owns a table of ours. */
export type Login = "switchboard_app" | "switchboard_identity" | "switchboard_jobs";
export const logins: readonly Login[] = ["switchboard_app", "switchboard_identity", "switchboard_jobs"];

/**
 * Each login's password follows from the secret that the installation keeps anyway, so there is none
 * to store, and every process of the installation arrives at the same one.
 */
export function loginPassword(authSecret: string, login: Login): string {
  return createHmac("sha256", authSecret).update(`database login ${login}`).digest("base64url");
}

/** The administrator's address of the database, turned into a login's. */
export function loginUrl(adminUrl: string, authSecret: string, login: Login): string {
  const url = new URL(adminUrl);
  url.username = login;
  url.password = loginPassword(authSecret, login);
  return url.href;
}
