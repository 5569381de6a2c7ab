import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Cluster, startCluster } from "./database/cluster.ts";
import type { RunResult } from "./run.ts";
import type { Order } from "./runner.ts";

const runner = fileURLToPath(new URL("./runner.ts", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
/** Seeds are handed out in portions, so that no runner waits for the last one of another. */
const PORTION = 10;
/** A run that gives no sign for so long hangs: no virtual time explains that. */
const HANGS_AFTER_MS = 180_000;

/** What to run, and with what put into it. */
export interface Job {
  system?: string;
  mutant?: string;
}

/** A fixed number of places to run at, each with a Postgres of its own. */
export class Crew {
  readonly #free: Cluster[];
  readonly #clusters: readonly Cluster[];

  private constructor(clusters: readonly Cluster[]) {
    this.#clusters = clusters;
    this.#free = [...clusters];
  }

  static async start(size: number): Promise<Crew> {
    const clusters: Cluster[] = [];
    try {
      for (let place = 0; place < size; place += 1) clusters.push(await startCluster());
    } catch (error) {
      await Promise.all(clusters.map((cluster) => cluster.stop()));
      throw error;
    }
    return new Crew(clusters);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#clusters.map((cluster) => cluster.stop()));
  }

  /** Runs the seeds at every place. Tells each result as it comes; the order is that of their ending. */
  async runAll(seeds: Iterator<number>, job: Job, tell: (result: RunResult) => void): Promise<void> {
    await Promise.all(
      this.#clusters.map(async (cluster) => {
        const worker = await Runner.start(cluster, job);
        try {
          for (;;) {
            const portion = take(seeds, PORTION);
            if (portion.length === 0) return;
            await worker.run({ seeds: portion, keepsTrace: false, stopsAtViolation: false }, tell);
          }
        } finally {
          await worker.stop();
        }
      }),
    );
  }

  /** Runs seeds one after the other at one place until one violates something, or all have been run. */
  async runUntilCaught(seeds: number[], job: Job, keepsTrace = false): Promise<RunResult[]> {
    const cluster = this.#free.pop();
    if (!cluster) throw new Error("Every place is taken.");
    const results: RunResult[] = [];
    try {
      const worker = await Runner.start(cluster, job);
      try {
        await worker.run({ seeds, keepsTrace, stopsAtViolation: true }, (result) => results.push(result));
      } finally {
        await worker.stop();
      }
    } finally {
      this.#free.push(cluster);
    }
    return results;
  }
}

function take(seeds: Iterator<number>, count: number): number[] {
  const taken: number[] = [];
  while (taken.length < count) {
    const next = seeds.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

type Said = { ready: true } | { idle: true } | { result: RunResult };

/** A runner process, from its parent's side. */
class Runner {
  readonly #child: ChildProcess;
  readonly #what: string;
  /** The last seed that it told of. */
  #lastSeed: number | null = null;
  #hear: (said: Said) => void = () => {};
  #fail: (error: Error) => void = () => {};
  readonly #exited: Promise<void>;
  #complaint = "";

  private constructor(child: ChildProcess, { system, mutant }: Job) {
    this.#child = child;
    this.#what = mutant ?? system ?? "switchboard";
    child.on("message", (said: Said) => this.#hear(said));
    child.stderr?.on("data", (text: Buffer) => {
      this.#complaint += text.toString();
    });
    this.#exited = new Promise((resolve) => {
      child.once("exit", (code) => {
        this.#fail(new Error(`A runner ended (${code}):\n${this.#complaint}`));
        resolve();
      });
    });
  }

  static async start(cluster: Cluster, { system = "switchboard", mutant }: Job): Promise<Runner> {
    const options = ["--admin-url", cluster.adminUrl, "--system", system];
    if (mutant !== undefined) options.push("--mutant", mutant);
    const child = fork(runner, options, {
      cwd: root,
      execArgv: [],
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    const started = new Runner(child, { system, ...(mutant !== undefined && { mutant }) });
    await started.#until((said) => "ready" in said);
    return started;
  }

  async run(order: Order, tell: (result: RunResult) => void): Promise<void> {
    this.#child.send(order);
    await this.#until((said) => {
      if ("result" in said) {
        this.#lastSeed = said.result.seed;
        tell(said.result);
      }
      return "idle" in said;
    });
  }

  async stop(): Promise<void> {
    this.#fail = () => {};
    if (this.#child.connected) this.#child.disconnect();
    await this.#exited;
  }

  #until(isMeant: (said: Said) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const hang = () => {
        this.#child.kill("SIGKILL");
        reject(new Error(`A run of ${this.#what} hangs, the one after seed ${this.#lastSeed ?? "none"}.`));
      };
      let waiting = setTimeout(hang, HANGS_AFTER_MS);
      this.#fail = (error) => {
        clearTimeout(waiting);
        reject(error);
      };
      this.#hear = (said) => {
        clearTimeout(waiting);
        if (isMeant(said)) resolve();
        else waiting = setTimeout(hang, HANGS_AFTER_MS);
      };
    });
  }
}
