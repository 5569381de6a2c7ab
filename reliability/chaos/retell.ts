import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { CreateAttempt, DeliveryAttempt, FaultOptions } from "../../simulator/index.ts";

const RESTART_MS = 500;
const START_TIMEOUT_MS = 20_000;
/** As many as no run reaches: what limits the console is not what is tried here. */
const CONCURRENCY = 400;
const CALLS_PER_SECOND = 200;
const LIST_PAGE = 1000;

export type LedgerLine =
  | ({ kind: "create" } & CreateAttempt)
  | ({ kind: "delivery" } & DeliveryAttempt)
  | { kind: "start" | "cleared" };

/** A call as get-call tells it. */
export type RetellAnswer = Record<string, unknown> & { call_id: string };

export interface RetellOptions {
  root: string;
  folder: string;
  port: number;
  apiKey: string;
  seed: string;
  /** How many times faster than life its calls go. */
  speed: number;
  /** Calls that were there before the console. */
  history: number;
  webhookUrl: string;
  faults: FaultOptions;
}

/** The simulated Retell as a process that comes back whenever it ends, with its calls and its ledger. */
export class Retell {
  readonly url: string;
  /** When it was last ready. */
  readyAt = 0;
  readonly #options: RetellOptions;
  readonly #ledgerPath: string;
  #child: ChildProcess | null = null;
  #stopping = false;

  constructor(options: RetellOptions) {
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}`;
    this.#ledgerPath = join(options.folder, "ledger.jsonl");
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Every line of the ledger so far. */
  ledger(): LedgerTail {
    return new LedgerTail(this.#ledgerPath);
  }

  async start(): Promise<void> {
    // The pipe to its standard input lets it notice when we are gone.
    const child = spawn(process.execPath, this.#arguments(), { stdio: ["pipe", "pipe", "inherit"] });
    this.#child = child;
    child.once("exit", () => void this.#comeBack());
    const timeout = AbortSignal.timeout(START_TIMEOUT_MS);
    await once(createInterface({ input: child.stdout }), "line", { signal: timeout });
    this.readyAt = Date.now();
  }

  /** From now on it behaves. */
  async behave(): Promise<void> {
    this.#options.faults = {};
    await this.#ask("DELETE", "/__sim/faults");
  }

  /** Somebody calls by another program. */
  async place(call: Record<string, unknown>): Promise<void> {
    await this.#ask("POST", "/v2/create-phone-call", call);
  }

  /** Somebody rings one of its numbers. */
  async ring(call: { from_number: string; to_number: string }): Promise<void> {
    await this.#ask("POST", "/__sim/inbound", call);
  }

  /** Every call that it knows, as get-call tells it. */
  async calls(): Promise<RetellAnswer[]> {
    const calls: RetellAnswer[] = [];
    let key: string | undefined;
    do {
      const page = (await this.#ask("POST", "/v3/list-calls", {
        limit: LIST_PAGE,
        ...(key && { pagination_key: key }),
      })) as { items: RetellAnswer[]; pagination_key?: string };
      for (const { call_id: id } of page.items)
        calls.push((await this.#ask("GET", `/v2/get-call/${id}`)) as RetellAnswer);
      key = page.pagination_key;
    } while (key !== undefined);
    return calls;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }

  async #ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#options.apiKey}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text === "" ? null : JSON.parse(text);
  }

  async #comeBack(): Promise<void> {
    if (this.#stopping) return;
    await pause(RESTART_MS);
    if (!this.#stopping) await this.start();
  }

  #arguments(): string[] {
    const { root, folder, port, apiKey, seed, speed, history, webhookUrl, faults } = this.#options;
    const flags = {
      port,
      "api-key": apiKey,
      seed,
      speed,
      history,
      "webhook-url": webhookUrl,
      concurrency: CONCURRENCY,
      cps: CALLS_PER_SECOND,
      state: join(folder, "simulator.jsonl"),
      ledger: this.#ledgerPath,
      faults: JSON.stringify(faults),
    };
    const given = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const endWithUs = pathToFileURL(join(root, "src/cli/_start/end-with-parent.ts")).href;
    return ["--import", endWithUs, join(root, "simulator/main.ts"), "--quiet", ...given];
  }
}

/** Reads the ledger's file from where it last stopped. */
export class LedgerTail {
  readonly #path: string;
  #offset = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** The lines that have come since; one that is still being written comes next time. */
  read(): LedgerLine[] {
    if (!existsSync(this.#path)) return [];
    const descriptor = openSync(this.#path, "r");
    try {
      const bytes = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - this.#offset));
      const end =
        bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, this.#offset)).lastIndexOf(10) + 1;
      this.#offset += end;
      return bytes.subarray(0, end).toString("utf8").split("\n").flatMap(readLine);
    } finally {
      closeSync(descriptor);
    }
  }
}

function readLine(text: string): LedgerLine[] {
  try {
    return text === "" ? [] : [JSON.parse(text) as LedgerLine];
  } catch {
    // Torn by a kill: what it was to say was answered to nobody.
    return [];
  }
}
