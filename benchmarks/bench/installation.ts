import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { startWebProcess } from "../flood/web-process.ts";
import type { Program } from "../programs.ts";
import type { OwnPostgres } from "./own-postgres.ts";

/** The key that signs; it opens nothing anywhere else. */
export const WEBHOOK_KEY = "key_simulated";
export const AUTH_SECRET = "the secret of the benchmarks, long enough for it";
export const ADMIN = { email: "admin@example.com", password: "a password for the benchmarks" };

export interface Installation {
  web: Program;
  environment: Record<string, string>;
  signIn(): Promise<string>;
  stop(): Promise<void>;
}

/** A migrated database with a first admin, and the product's web process on it. */
export async function startInstallation(
  checkout: string,
  { adminUrl, dataDir }: Pick<OwnPostgres, "adminUrl" | "dataDir">,
  besides: Record<string, string> = {},
): Promise<Installation> {
  const environment = { ...environmentOf({ adminUrl, dataDir }), ...besides };
  prepareDatabase(checkout, environment);
  const web = await startWebProcess({ checkout, environment });
  return {
    web,
    environment,
    signIn: () => signIn(`http://127.0.0.1:${web.port}`),
    stop: () => web.stop(),
  };
}

/** Brings it up to date and makes the first admin, as every start does. */
export function prepareDatabase(checkout: string, environment: Record<string, string>): void {
  const prepared = spawnSync(process.execPath, [join(checkout, "src/cli/prepare.ts")], {
    cwd: checkout,
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ...environment },
    encoding: "utf8",
  });
  if (prepared.status !== 0) throw new Error(prepared.stderr);
}

/** The settings of a program on this database. */
export function environmentOf({ adminUrl, dataDir }: Pick<OwnPostgres, "adminUrl" | "dataDir">) {
  return {
    DATABASE_URL: adminUrl,
    AUTH_SECRET,
    DATA_DIR: dataDir,
    RETELL_MODE: "simulator",
    RETELL_API_KEY: WEBHOOK_KEY,
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  };
}

/** The Cookie header of the first admin, signed in at this address. */
export async function signIn(address: string): Promise<string> {
  const answer = await fetch(`${address}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: address },
    body: JSON.stringify(ADMIN),
  });
  if (!answer.ok) throw new Error(`Sign-in failed: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}
