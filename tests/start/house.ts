import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { eventually } from "../support/eventually.ts";

const root = resolve(import.meta.dirname, "../..");

/** In place of the pages, which take seconds to prepare and allow one development server a checkout. */
const noPages = `
export const openPages = async () => ({
  serve: async (_request, response) => void response.writeHead(404).end(),
  upgrade: async () => {},
  close: async () => {},
});
`;

/** A checkout of its own, with everything but the pages. */
export function buildHouse(): string {
  const house = mkdtempSync(join(tmpdir(), "switchboard-console-"));
  // Run by root, Postgres is another user and must be able to get in.
  chmodSync(house, 0o755);
  for (const part of ["src", "simulator", "package.json"])
    cpSync(join(root, part), join(house, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(house, "node_modules"));
  writeFileSync(join(house, "src/pages.ts"), noPages);
  return house;
}

export function tearDown(house: string): void {
  for (const { pid } of processesOf(house)) kill(pid);
  rmSync(house, { recursive: true, force: true });
}

export interface Console {
  process: ChildProcess;
  printed(): string;
  /** The exit code, once it has ended. */
  ended: Promise<number | null>;
}

/** `pnpm dev` in that checkout, with nothing set but what is given. */
export function startConsole(house: string, environment: Record<string, string>): Console {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, ["src/cli/dev.ts"], {
    cwd: house,
    env: { PATH, NODE_ENV: "development", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { process: child, printed: () => output, ended };
}

/** The first start makes a database and compiles pages, beside other tests. How quick a start is, is measured elsewhere. */
const START_WITHIN_MS = 60_000;

export function isRunning(console: Console): Promise<unknown> {
  return eventually(
    () => console.printed(),
    (printed) => {
      if (console.process.exitCode !== null) throw new Error(`The console ended:\n${printed}`);
      return printed.includes("Switchboard is running");
    },
    START_WITHIN_MS,
  );
}

/** Every process that was started from that checkout or works on its data, by its command line. */
export function processesOf(house: string): { pid: number; command: string }[] {
  return allProcesses().filter(({ command }) => command.includes(house));
}

export function processOf(house: string, part: string): number {
  const found = processesOf(house).find(({ command }) => command.includes(part));
  if (!found) throw new Error(`No process of ${house} runs ${part}.`);
  return found.pid;
}

function allProcesses(): { pid: number; command: string }[] {
  if (!existsSync("/proc/self/cmdline")) return listedProcesses();
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: commandLine(name) }));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

function listedProcesses() {
  const lines = execFileSync("ps", ["-axww", "-o", "pid=,args="], { encoding: "utf8" }).split("\n");
  return lines.map((line) => ({ pid: Number.parseInt(line, 10), command: line }));
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended in the meantime.
  }
}

/** A port that was free a moment ago, and a server that keeps it taken until it is closed. */
export async function takePort(): Promise<{ port: number; free: () => Promise<unknown> }> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { port: address.port, free: () => new Promise((done) => server.close(done)) };
}
