import { type ChildProcess, spawn } from "node:child_process";
import { createInterface, type Interface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { StartError } from "./start-error.ts";

/** A little longer than the programs give themselves, and short enough to stop Postgres within `docker stop`'s ten seconds. */
const STOP_TIMEOUT_MS = 8_000;
const START_TIMEOUT_MS = 60_000;
/** Time for what an ended program has written to arrive here. */
const LAST_WORDS_MS = 50;

/** One of our own Node.js programs, run as a process of its own. */
export interface Program {
  name: string;
  /** What follows `node` on the command line; asked for again at each restart. */
  args: () => string[];
  env: NodeJS.ProcessEnv;
  /** How it says that it is ready: a message to us, or a JSON line; both have `ready: true`. */
  saysReadyBy: "message" | "line";
  logPath: string;
  onLine: (stream: "stdout" | "stderr", line: string) => void;
}

export type Ready = { ready: true } & Record<string, unknown>;

/** One run of a program, from its launch to its end. */
export interface Run {
  /** Rejects with a StartError when the program ends first, or takes too long. */
  ready: Promise<Ready>;
  /** Resolves with how it ended, in words. */
  ended: Promise<string>;
  /** Asks it to finish its work and waits; what has not ended by then is killed. */
  stop(): Promise<void>;
  kill(): void;
}

export function launch(program: Program): Run {
  const child = spawn(process.execPath, program.args(), {
    env: program.env,
    // A process group of its own: Ctrl-C in the terminal must not end it before its turn.
    detached: true,
    // Both let the program notice when we are gone: the channel closes, or its standard input ends.
    stdio: program.saysReadyBy === "message" ? ["ignore", "pipe", "pipe", "ipc"] : ["pipe", "pipe", "pipe"],
  });
  const stdout = child.stdout && createInterface({ input: child.stdout });
  const stderr = child.stderr && createInterface({ input: child.stderr });
  stdout?.on("line", (line) => program.onLine("stdout", line));
  stderr?.on("line", (line) => program.onLine("stderr", line));
  const ended = endOf(child);
  const ready = readiness(
    program,
    program.saysReadyBy === "message" ? readyMessage(child) : readyLine(stdout),
    ended,
  );
  // It may be stopped before anybody asks whether it is ready.
  ready.catch(() => {});
  const kill = () => killGroup(child.pid);
  return { ready, ended, stop: () => stop(child, ended, kill), kill };
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => {
      // Whatever it had started goes with it, so that a restart finds the port and the files free.
      killGroup(child.pid);
      resolve(signal === null ? `exit code ${code}` : signal);
    });
  });
}

async function readiness(
  { name, logPath }: Program,
  ready: Promise<Ready>,
  ended: Promise<string>,
): Promise<Ready> {
  const timer = new AbortController();
  const whereToLook = `What it said is in ${logPath}.`;
  try {
    return await Promise.race([
      ready,
      ended.then(async (how) => {
        await pause(LAST_WORDS_MS);
        throw new StartError(`The ${name} process ended before it was ready (${how}). ${whereToLook}`);
      }),
      pause(START_TIMEOUT_MS, null, { signal: timer.signal }).then(() => {
        throw new StartError(
          `The ${name} process was not ready after ${START_TIMEOUT_MS / 1000} s. ${whereToLook}`,
        );
      }),
    ]);
  } finally {
    timer.abort();
  }
}

function readyMessage(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve) => {
    child.on("message", (message) => {
      if (isReady(message)) resolve(message);
    });
  });
}

function readyLine(stdout: Interface | null): Promise<Ready> {
  return new Promise((resolve) => {
    stdout?.on("line", (line) => {
      const message = line.startsWith("{") ? parsed(line) : null;
      if (isReady(message)) resolve(message);
    });
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function isReady(message: unknown): message is Ready {
  return typeof message === "object" && message !== null && "ready" in message && message.ready === true;
}

async function stop(child: ChildProcess, ended: Promise<string>, kill: () => void): Promise<void> {
  child.kill("SIGTERM");
  const waited = new AbortController();
  const tooLong = pause(STOP_TIMEOUT_MS, null, { signal: waited.signal }).then(kill, () => {});
  await Promise.race([ended, tooLong]);
  await ended;
  waited.abort();
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody of that group is left.
  }
}
