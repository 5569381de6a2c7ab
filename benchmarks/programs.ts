import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const WATCH_EVERY_MS = 100;
const START_TIMEOUT_MS = 120_000;
const ASK_AGAIN_MS = 50;

/** A program in a process of its own, on a port of its own. */
export interface Program {
  port: number;
  pid: number;
  /** Its memory now, in bytes. */
  residentBytes(): number;
  /** The most that was seen since it began. */
  residentBytesPeak(): number;
  stop(): Promise<void>;
}

export interface ProgramOptions {
  /** What Node is to run, and with what, once the port is known. */
  args: (port: number) => string[];
  cwd: string;
  environment: (port: number) => Record<string, string>;
  /** It says so itself over the channel to its parent, or answers at this path. */
  readyBy: "message" | { path: string };
}

/** Starts it on a free port and waits until it serves. */
export async function startProgram({ args, cwd, environment, readyBy }: ProgramOptions): Promise<Program> {
  const port = await freePort();
  const child = spawn(process.execPath, args(port), {
    cwd,
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ...environment(port) },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await Promise.race([readyBy === "message" ? told(child) : answers(port, readyBy.path), failure(child)]);
  let peak = 0;
  const residentBytes = () => {
    const now = memoryOf(child.pid ?? 0);
    peak = Math.max(peak, now);
    return now;
  };
  const watching = setInterval(residentBytes, WATCH_EVERY_MS);
  return {
    port,
    pid: child.pid ?? 0,
    residentBytes,
    residentBytesPeak: () => peak,
    async stop() {
      clearInterval(watching);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function told(child: ChildProcess): Promise<void> {
  await once(child, "message");
}

async function answers(port: number, path: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(ASK_AGAIN_MS);
  }
}

function failure(child: ChildProcess): Promise<never> {
  return new Promise((_resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${child.spawnargs.join(" ")} was not ready.`));
    }, START_TIMEOUT_MS);
    timer.unref();
    child.once("exit", (code) => reject(new Error(`${child.spawnargs.join(" ")} ended with ${code}.`)));
  });
}

/** What the system counts as resident; 0 where it does not say. */
export function memoryOf(pid: number): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
