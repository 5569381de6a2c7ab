import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Settings, SettingsError } from "#config";
import { keptAuthSecret } from "./auth-secret.ts";
import { startDatabase } from "./database.ts";
import { lockFolder } from "./folder-lock.ts";
import { type Found, type Mode, settingsWith } from "./found-settings.ts";
import { requireFreePort } from "./free-port.ts";
import { type KeptProgram, keepRunning } from "./keep-running.ts";
import { type Prepared, prepareDatabase } from "./prepare-database.ts";
import { ownProgram, SIMULATOR_API_KEY, simulatorProgram } from "./programs.ts";
import { Interrupted, Shutdown } from "./shutdown.ts";
import { StartError } from "./start-error.ts";
import { accountMade, summary } from "./summary.ts";
import { complain, say, sayStep } from "./terminal.ts";

/** Runs the whole console, from the settings to Ctrl-C, and ends this process. */
export async function runConsole(mode: Mode): Promise<never> {
  const shutdown = new Shutdown();
  let exitCode = 0;
  try {
    // Settings, the build and the data folder are looked for where the program is, wherever it was called from.
    process.chdir(fileURLToPath(new URL("../../..", import.meta.url)));
    await start(mode, shutdown);
    await shutdown.requested;
  } catch (error) {
    if (!(error instanceof Interrupted)) {
      complain(wordsOf(error));
      exitCode = 1;
    }
  }
  await shutdown.stopAll();
  process.exit(exitCode);
}

async function start(mode: Mode, shutdown: Shutdown): Promise<void> {
  const found: Found = { NODE_ENV: mode };
  const asked = settingsWith(found);
  requireBuild(mode);
  const unlock = await lockFolder(asked.dataDir);
  shutdown.register(unlock);
  found.PORT = String(await requireFreePort(asked.port, asked.host));
  found.AUTH_SECRET = asked.authSecret ?? (await keptAuthSecret(asked.dataDir));
  const settings = settingsWith(found);

  const [databaseUrl] = await Promise.all([
    settings.databaseUrl ?? startDatabase(settings.dataDir, shutdown),
    startSimulator(mode, settings, found, shutdown),
  ]);
  found.DATABASE_URL = databaseUrl;
  const prepared = await prepareDatabase(found, shutdown);
  sayStep(
    `The database is up to date${prepared.applied.length ? ` (${prepared.applied.length} migrations applied)` : ""}`,
  );
  await startOwnPrograms(mode, settings, found, prepared, shutdown);
  say(summary(settings, prepared));
}

function requireBuild(mode: Mode): void {
  if (mode === "production" && !existsSync(".next/BUILD_ID")) throw new StartError("Run `pnpm build` first.");
}

async function startSimulator(
  mode: Mode,
  settings: Settings,
  found: Found,
  shutdown: Shutdown,
): Promise<void> {
  if (settings.retell.mode !== "simulator") return;
  let port = settings.simulator.port;
  const simulator = keepRunning(simulatorProgram(mode, settings, () => port));
  shutdown.register(simulator.stop, simulator.kill);
  const { url } = await shutdown.interruptible(simulator.ready);
  const address = new URL(String(url));
  port = Number(address.port);
  found.RETELL_MODE = "simulator";
  found.RETELL_BASE_URL = address.origin;
  found.RETELL_API_KEY = SIMULATOR_API_KEY;
  found.RETELL_WEBHOOK_KEYS = SIMULATOR_API_KEY;
  found.RECORDING_HOSTS = [...settings.retell.recordingHosts, address.hostname].join(",");
  sayStep("The simulated Retell is running");
}

async function startOwnPrograms(
  mode: Mode,
  settings: Settings,
  found: Found,
  prepared: Prepared,
  shutdown: Shutdown,
) {
  const children: KeptProgram[] = (["web", "worker"] as const).map((name) =>
    keepRunning(ownProgram(name, mode, settings, found)),
  );
  shutdown.register(
    () => Promise.all(children.map((child) => child.stop())),
    () => {
      for (const child of children) child.kill();
    },
  );
  try {
    await shutdown.interruptible(Promise.all(children.map((child) => child.ready)));
    sayStep("Web server and worker are running");
  } catch (error) {
    const account = accountMade(settings, prepared);
    if (account) say(account);
    throw error;
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof SettingsError || error instanceof StartError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
