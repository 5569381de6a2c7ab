import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

const WATCH_EVERY_MS = 100;
const START_TIMEOUT_MS = 120_000;

/** The product's web process, as `pnpm start` runs it. */
export interface WebProcess {
  port: number;
  /** Its memory now, in bytes. */
  residentBytes(): number;
  /** The most that was seen since it began. */
  residentBytesPeak(): number;
  stop(): Promise<void>;
}

export interface WebProcessOptions {
  /** The checkout whose src/server.ts is run. */
  checkout: string;
  environment: Record<string, string>;
}

/** Starts it on a free port and waits until it serves. */
export async function startWebProcess({ checkout, environment }: WebProcessOptions): Promise<WebProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(checkout, "src/server.ts")], {
    cwd: checkout,
    env: {
      PATH: process.env.PATH ?? "",
      NODE_ENV: "production",
      ...environment,
      PORT: String(port),
      HOST: "127.0.0.1",
    },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await ready(child);
  let peak = 0;
  const residentBytes = () => {
    const now = memoryOf(child.pid ?? 0);
    peak = Math.max(peak, now);
    return now;
  };
  const watching = setInterval(residentBytes, WATCH_EVERY_MS);
  return {
    port,
    residentBytes,
    residentBytesPeak: () => peak,
    async stop() {
      clearInterval(watching);
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The web process was not ready.")), START_TIMEOUT_MS);
    child.once("exit", (code) => reject(new Error(`The web process ended with ${code}.`)));
    child.once("message", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** What the system counts as resident; 0 where it does not say. */
function memoryOf(pid: number): number {
  try {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}
