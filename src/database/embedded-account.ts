import { execFile, spawn } from "node:child_process";
import { chmod, chown, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { promisify } from "node:util";
import { EmbeddedPostgresError } from "./embedded-error.ts";

/** Whom Postgres runs as; null is the current user. Only root can, and must, choose somebody else. */
export type Account = { uid: number; gid: number } | null;

const ACCOUNT_NAME = "postgres";
const run = promisify(execFile);

/** The current user, or the user `postgres` when that is root, made if this system has none. */
export async function postgresAccount(): Promise<Account> {
  if (userInfo().uid !== 0) return null;
  const account = (await findAccount()) ?? (await makeAccount());
  if (account) return account;
  throw new EmbeddedPostgresError(
    `Postgres refuses to run as root, and the user ${ACCOUNT_NAME} could not be made. Start as an ordinary user, or set DATABASE_URL.`,
  );
}

async function findAccount(): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", ACCOUNT_NAME]), run("id", ["-g", ACCOUNT_NAME])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return null;
  }
}

async function makeAccount(): Promise<Account> {
  const ways: [string, string[]][] = [
    ["useradd", ["--system", "--user-group", "--no-create-home", "--shell", "/bin/false", ACCOUNT_NAME]],
    ["adduser", ["-S", "-D", "-H", "-s", "/bin/false", ACCOUNT_NAME]],
  ];
  for (const [command, args] of ways) {
    // A neighbour that starts at the same time may have made the account first, so only the outcome counts.
    await run(command, args).catch(() => null);
    const account = await findAccount();
    if (account) return account;
  }
  return null;
}

// Whatever PG* variables the operator's shell holds are meant for other servers.
const ENVIRONMENT: NodeJS.ProcessEnv = {
  LC_ALL: "C",
  TZ: "UTC",
  PATH: "/usr/bin:/bin:/usr/sbin:/sbin",
  // Postgres has no use for it, but the types of Next demand it in every environment.
  NODE_ENV: "production",
};

/** Runs a program as the account to its end, in a process group of its own so that Ctrl-C does not reach it. */
export function runAs(
  account: Account,
  command: string,
  args: string[],
  outputTo: number | "memory" = "memory",
): Promise<{ succeeded: boolean; output: string }> {
  const sink = outputTo === "memory" ? "pipe" : outputTo;
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...(account ?? {}),
      cwd: "/",
      env: ENVIRONMENT,
      detached: true,
      stdio: ["ignore", sink, sink],
    });
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk;
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      output += chunk;
    });
    child.once("error", (error) => resolve({ succeeded: false, output: error.message }));
    child.once("close", (code) => resolve({ succeeded: code === 0, output }));
  });
}

/** Whether the account may enter this folder, which takes the permission to enter every folder above it. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  if (account === null) return true;
  const { succeeded } = await runAs(account, "/bin/sh", ["-c", 'cd "$1"', "sh", folder]);
  return succeeded;
}

/**
 * As `canEnter`, but a folder of root's own that is closed to everybody else, such as one made by mktemp,
 * is first opened to the account's group, to be entered and not to be read.
 */
export async function mayEnter(account: Account, folder: string): Promise<boolean> {
  if (account === null || (await canEnter(account, folder))) return true;
  const { mode, uid } = await stat(folder);
  if (uid !== 0 || (mode & 0o077) !== 0) return false;
  await chown(folder, uid, account.gid);
  await chmod(folder, (mode & 0o700) | 0o010);
  return canEnter(account, folder);
}

/** Gives a file or folder to the account. */
export async function chownTo(account: Account, path: string): Promise<void> {
  if (account !== null) await chown(path, account.uid, account.gid);
}
