import { spawn } from "node:child_process";
import { environmentWith } from "#config";
import type { Found } from "./found-settings.ts";
import type { Shutdown } from "./shutdown.ts";
import { StartError } from "./start-error.ts";

/** What `prepare.ts` prints. */
export interface Prepared {
  applied: string[];
  firstAdmin: { email: string; generatedPassword: string | null } | null;
}

/** Migrates and makes the first admin in a process of its own, because settings are read once a process. */
export async function prepareDatabase(found: Found, shutdown: Shutdown): Promise<Prepared> {
  const program = new URL("../prepare.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [program], {
    env: environmentWith(found),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  let complaint = "";
  child.stdout.on("data", (chunk: Buffer) => {
    printed += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk;
  });
  const ended = new Promise<number | null>((resolve) => {
    child.once("error", () => resolve(null));
    child.once("close", resolve);
  });
  const kill = () => {
    child.kill("SIGKILL");
  };
  // A transaction that loses its connection is rolled back, so a migration may be killed at any time.
  shutdown.register(async () => {
    kill();
    await ended;
  }, kill);
  const code = await shutdown.interruptible(ended);
  if (code !== 0)
    throw new StartError(complaint.trim() || "The database could not be prepared, and gave no reason.");
  return JSON.parse(printed.trim().split("\n").at(-1) ?? "") as Prepared;
}
