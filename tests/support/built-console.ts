import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Calls last half their time: quick to watch, slow enough that every status is seen. */
const SIMULATOR_SPEED = 2;
const START_TIMEOUT_MS = 120_000;

export const ADMIN = { email: "admin@example.com", password: "correct horse battery staple" };

/** Builds the pages and runs the whole console as an operator would, on a free port and in a folder of its own. */
export default async function setup(): Promise<() => Promise<void>> {
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  execFileSync(process.execPath, [next, "build"], { stdio: ["ignore", "ignore", "inherit"] });
  const dataDir = await mkdtemp(join(tmpdir(), "switchboard-browser-"));
  const running = spawn(process.execPath, ["src/cli/start.ts"], {
    env: {
      ...process.env,
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      RETELL_MODE: "simulator",
      RETELL_API_KEY: "",
      DATABASE_URL: "",
      APP_URL: "",
      SIMULATOR_SPEED: String(SIMULATOR_SPEED),
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.env.CONSOLE_URL = await addressOf(running);
  return async () => {
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGTERM");
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
}

function addressOf(running: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const timer = setTimeout(
      () => reject(new Error(`The console did not start:\n${printed}`)),
      START_TIMEOUT_MS,
    );
    running.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk;
      const [, address] = /Open\s+(http:\S+)/.exec(printed) ?? [];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    });
    running.once("exit", (code) => reject(new Error(`The console ended with ${code}:\n${printed}`)));
  });
}
