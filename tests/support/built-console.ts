import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureProductBuild } from "../../benchmarks/bench/builds.ts";

/** Calls last half their time: quick to watch, slow enough that every status is seen. */
const SIMULATOR_SPEED = 2;
const START_TIMEOUT_MS = 120_000;

export const ADMIN = { email: "admin@example.com", password: "correct horse battery staple" };

/** For a test runner, which tells of itself. */
export default function setup(): Promise<() => Promise<void>> {
  return startConsole({ speed: SIMULATOR_SPEED });
}

/** Builds the pages and runs the whole console as an operator would, on a free port and in a folder of its own. */
export async function startConsole({ speed }: { speed: number }): Promise<() => Promise<void>> {
  ensureProductBuild(process.cwd());
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
      SIMULATOR_SPEED: String(speed),
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      // Lets every test come from an address of its own, so that none uses up another's tries to sign in.
      TRUST_PROXY: "true",
      // Tests send calls at whatever hour they run.
      CALLING_HOURS: "0-24",
      LOG_LEVEL: "warn",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.env.CONSOLE_URL = await addressOf(running);
  // Tests that make people read settings as the console does; they inherit this environment.
  Object.assign(process.env, {
    DATABASE_URL: await databaseUrl(dataDir),
    AUTH_SECRET: await readFile(join(dataDir, "auth-secret"), "utf8"),
    RETELL_MODE: "simulator",
    LOG_LEVEL: "silent",
  });
  const [, simulatorUrl] =
    /"url":"([^"]+)"/.exec(await readFile(join(dataDir, "logs/simulator.log"), "utf8")) ?? [];
  process.env.SIMULATOR_URL = simulatorUrl;
  return async () => {
    const ended = new Promise((resolve) => running.once("exit", resolve));
    running.kill("SIGTERM");
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
}

/** As a superuser whom no policy binds. The fifth line of Postgres's own note names the folder of its socket. */
async function databaseUrl(dataDir: string): Promise<string> {
  const note = await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8");
  return `postgres://postgres@localhost:5432/switchboard?host=${encodeURIComponent(note.split("\n")[4] ?? "")}`;
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
