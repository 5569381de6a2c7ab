import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { PostgresServer } from "./postgres-server.ts";
import { childrenOf, isAlive, signal } from "./processes.ts";

const START_TIMEOUT_MS = 120_000;
const LOOK_EVERY_MS = 25;
/** What runs under the console has this long to end after it: a graceful stop takes up to eight seconds. */
const END_TIMEOUT_MS = 20_000;
/** More than are asked for: how fast the console may dial is not what is tried here. */
const CALLS_PER_SECOND = 20;
/** Kept for whoever has to find out why it failed. */
const LINES_KEPT = 200;

export type OwnProgram = "web" | "worker";
const entries: Record<OwnProgram, string> = { web: "src/server.ts", worker: "src/worker/main.ts" };

export interface InstallationOptions {
  root: string;
  dataDir: string;
  port: number;
  retellUrl: string;
  retellKey: string;
  admin: { email: string; password: string };
}

/** The product as an operator runs it: `pnpm start`, with everything that it keeps running. */
export class Installation {
  readonly url: string;
  readonly postgres: PostgresServer;
  /** Programs of it that ended without anybody's having ended them, in its own words. */
  readonly endedByThemselves: string[] = [];
  readonly #options: InstallationOptions;
  readonly #lines: { at: number; text: string }[] = [];
  readonly #expected = new Set<OwnProgram>();
  #child: ChildProcess | null = null;

  constructor(options: InstallationOptions) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
    this.postgres = new PostgresServer(options.dataDir);
  }

  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error("The console is not running.");
    return this.#child.pid;
  }

  /** Returns when it says that it runs. Throws what it said when it ends instead. */
  async start(): Promise<number> {
    const began = Date.now();
    const child = spawn(process.execPath, ["src/cli/start.ts"], {
      cwd: this.#options.root,
      env: this.#environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    // Whatever ends us early, nothing of it is to go on running.
    const end = () => child.kill("SIGTERM");
    process.once("exit", end);
    child.once("exit", () => process.off("exit", end));
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (text) => this.#hear(text));
    return this.said(/^Switchboard is running/, began, START_TIMEOUT_MS);
  }

  programPid(name: OwnProgram): number | null {
    return childrenOf(this.pid).find(({ command }) => command.includes(entries[name]))?.pid ?? null;
  }

  /** Tells that this program is about to be ended on purpose. */
  expectEnd(name: OwnProgram): void {
    this.#expected.add(name);
  }

  /** When it said such a line, at or after a moment; waits for it. */
  async said(words: RegExp, since: number, withinMs: number): Promise<number> {
    const until = Date.now() + withinMs;
    for (;;) {
      const line = this.#lines.find(({ at, text }) => at >= since && words.test(text));
      if (line) return line.at;
      const { exitCode = null, signalCode = null } = this.#child ?? {};
      if (exitCode !== null) throw new Error(`The console ended (${exitCode}).\n${this.lastWords()}`);
      if (Date.now() > until || signalCode !== null)
        throw new Error(`The console did not say ${words}.\n${this.lastWords()}`);
      await pause(LOOK_EVERY_MS);
    }
  }

  async isHealthy(): Promise<boolean> {
    const answer = await fetch(`${this.url}/api/health`, { signal: AbortSignal.timeout(1_000) }).catch(
      () => null,
    );
    await answer?.body?.cancel();
    return answer?.status === 200;
  }

  /** What runs under it: to be gone soon after it is. */
  ownPids(): number[] {
    return [this.programPid("web"), this.programPid("worker")].filter((pid) => pid !== null);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      for (const name of ["web", "worker"] as const) this.expectEnd(name);
      child.kill("SIGTERM");
      await ended;
    }
    // A console that was killed and did not come up again has left it running.
    const postmaster = await this.postgres.postmaster();
    if (postmaster !== null) signal(postmaster, "SIGQUIT");
  }

  lastWords(): string {
    return this.#lines
      .slice(-40)
      .map(({ text }) => text)
      .join("\n");
  }

  #hear(text: string): void {
    this.#lines.push({ at: Date.now(), text });
    if (this.#lines.length > LINES_KEPT) this.#lines.shift();
    const [, name, how] = /^The (web|worker) process ended \((.*?)\)/.exec(text) ?? [];
    if (name && !this.#expected.delete(name as OwnProgram)) this.endedByThemselves.push(`${name} (${how})`);
  }

  #environment(): NodeJS.ProcessEnv {
    const { port, dataDir, retellUrl, retellKey, admin } = this.#options;
    const { PATH, HOME, TMPDIR } = process.env;
    return {
      ...(PATH && { PATH }),
      ...(HOME && { HOME }),
      ...(TMPDIR && { TMPDIR }),
      NODE_ENV: "production",
      PORT: String(port),
      HOST: "127.0.0.1",
      APP_URL: this.url,
      DATA_DIR: dataDir,
      DATABASE_URL: "",
      AUTH_SECRET: "",
      // As far as the console can tell, this is the real one.
      RETELL_MODE: "live",
      RETELL_API_KEY: retellKey,
      RETELL_WEBHOOK_KEYS: "",
      RETELL_BASE_URL: retellUrl,
      RETELL_CALLS_PER_SECOND: String(CALLS_PER_SECOND),
      ADMIN_EMAIL: admin.email,
      ADMIN_PASSWORD: admin.password,
      LOG_LEVEL: "error",
    };
  }
}

/** Throws when one of them outlives its console. */
export async function allGone(pids: readonly number[]): Promise<void> {
  const until = Date.now() + END_TIMEOUT_MS;
  while (pids.some(isAlive)) {
    if (Date.now() > until)
      throw new Error(`Processes outlived the console: ${pids.filter(isAlive).join(", ")}.`);
    await pause(LOOK_EVERY_MS);
  }
}
