import { setTimeout as pause } from "node:timers/promises";
import { type Random, randomFrom } from "../../simulator/random.ts";
import { Callers } from "./callers.ts";
import { Client, signIn } from "./client.ts";
import { Forgers } from "./forgers.ts";
import type { Retell } from "./retell.ts";
import { type Habit, Viewer } from "./viewer.ts";

const CALL_EVERY_MS = [250, 650] as const;
const PAST_US_EVERY_MS = [900, 2_000] as const;
const INBOUND_SHARE = 0.5;
const FORGE_EVERY_MS = [500, 1_500] as const;
const WORKSPACE_TIMEOUT_MS = 20_000;

export interface LoadOptions {
  /** The console's own address, and the line that leads there and can be cut. */
  consoleUrl: string;
  lineUrl: string;
  admin: { email: string; password: string };
  retell: Retell;
  retellKey: string;
  seed: string;
  habits: readonly Habit[];
}

/** Everybody who wants something of the console at the same time. */
export class Load {
  readonly callers: Callers;
  readonly forgers: Forgers;
  readonly viewers: readonly Viewer[];
  /** Reads the history, as the viewers do. */
  readonly reader: Client;
  readonly #retell: Retell;
  readonly #from: { agentId: string; fromNumber: string };
  readonly #random: Random;
  readonly #ending = new AbortController();
  readonly #working: Promise<void>[] = [];

  private constructor(
    { consoleUrl, lineUrl, retell, retellKey, seed, habits }: LoadOptions,
    { cookie, key }: { cookie: string; key: string },
    from: { agentId: string; fromNumber: string },
  ) {
    const random = randomFrom(seed, "load");
    const browser = new Client(lineUrl, { cookie });
    this.#random = random;
    this.#retell = retell;
    this.#from = from;
    this.reader = new Client(consoleUrl, { cookie });
    this.callers = new Callers([browser, new Client(lineUrl, { key })], from, random);
    this.forgers = new Forgers(`${consoleUrl}/api/webhooks/retell`, retellKey, random);
    this.viewers = habits.map((habit) => new Viewer(browser, habit, random));
  }

  static async begin(options: LoadOptions): Promise<Load> {
    const credentials = await signIn(options.consoleUrl, options.admin);
    const from = await agentAndNumber(new Client(options.consoleUrl, { cookie: credentials.cookie }));
    const load = new Load(options, credentials, from);
    load.#keep(CALL_EVERY_MS, () => load.callers.callSomebody());
    load.#keep(PAST_US_EVERY_MS, () => load.#callPastUs());
    load.#keep(FORGE_EVERY_MS, () => load.forgers.forge());
    for (const viewer of load.viewers) load.#working.push(viewer.watch());
    return load;
  }

  /** Nobody wants anything new any more. Viewers go on watching. */
  async cease(): Promise<void> {
    this.#ending.abort();
    for (const viewer of this.viewers) viewer.stay();
    await this.callers.finish();
  }

  async end(): Promise<void> {
    this.#ending.abort();
    for (const viewer of this.viewers) viewer.leave();
    await Promise.all(this.#working);
  }

  #keep(everyMs: readonly [number, number], work: () => Promise<void> | void): void {
    this.#working.push(this.#repeat(everyMs, work));
  }

  async #repeat(everyMs: readonly [number, number], work: () => Promise<void> | void): Promise<void> {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      await work();
      await pause(this.#random.int(...everyMs), null, { signal }).catch(() => {});
    }
  }

  async #callPastUs(): Promise<void> {
    const { agentId, fromNumber } = this.#from;
    const somebody = `+1213${this.#random.int(200, 999)}4445`;
    const calling = this.#random.chance(INBOUND_SHARE)
      ? this.#retell.ring({ from_number: somebody, to_number: fromNumber })
      : this.#retell.place({
          from_number: fromNumber,
          to_number: somebody,
          override_agent_id: agentId,
          metadata: { placed_by: "another program" },
        });
    // While Retell is away or refuses, nobody can call past us either.
    await calling.catch(() => {});
  }
}

/** Agents and numbers are read from Retell soon after the first start. */
async function agentAndNumber(client: Client): Promise<{ agentId: string; fromNumber: string }> {
  const until = Date.now() + WORKSPACE_TIMEOUT_MS;
  for (;;) {
    const { body } = await client.ask("/api/workspace");
    const { agents, numbers } = body as {
      agents: { agentId: string; channel: string | null }[];
      numbers: { phoneNumber: string }[];
    };
    const [agent] = agents;
    const [number] = numbers;
    if (agent && number) return { agentId: agent.agentId, fromNumber: number.phoneNumber };
    if (Date.now() > until) throw new Error("The console knows no agents or numbers.");
    await pause(200);
  }
}
