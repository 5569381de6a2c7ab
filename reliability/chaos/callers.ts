import { setTimeout as pause } from "node:timers/promises";
import type { Random } from "../../simulator/random.ts";
import type { Client } from "./client.ts";

const TRIES_MOST = 6;
const TRY_AGAIN_MS = [400, 1_500] as const;
const TWIN_SHARE = 0.25;
const CANCEL_SHARE = 0.15;
const CANCEL_WITHIN_MS = 3_000;
const KEYLESS_SHARE = 0.1;
const DIGITS = 4;
/** How the simulator lets a call go by its last digits: mostly talk, and every quick way not to. */
const endings = [
  "4445",
  "4445",
  "4446",
  "4447",
  "0001",
  "0002",
  "0003",
  "0004",
  "0005",
  "0006",
  "0007",
  "0009",
];

/** One wish to call somebody, and everything that the console answered to it. */
export interface Wish {
  /** Null for one that was sent without, and therefore once. */
  requestKey: string | null;
  answers: { status: number; callId: string | null }[];
  /** How often it was sent and no answer came. */
  unanswered: number;
}

/** Programs that ask for calls as well-made programs do: again, with the same key, until they are answered. */
export class Callers {
  readonly wishes: Wish[] = [];
  /** What wishes to stop a call were answered. */
  readonly stops: number[] = [];
  readonly #clients: readonly Client[];
  readonly #from: { agentId: string; fromNumber: string };
  readonly #random: Random;
  readonly #underWay = new Set<Promise<void>>();

  constructor(clients: readonly Client[], from: { agentId: string; fromNumber: string }, random: Random) {
    this.#clients = clients;
    this.#from = from;
    this.#random = random;
  }

  /** Asks for one more call, and goes on with it by itself. */
  callSomebody(): void {
    const random = this.#random;
    const requestKey = random.chance(KEYLESS_SHARE) ? null : `chaos-${this.wishes.length}-${random.hex(12)}`;
    const wish: Wish = { requestKey, answers: [], unanswered: 0 };
    this.wishes.push(wish);
    const request = {
      ...this.#from,
      phoneNumber: `+1213${random.int(200, 999)}${random.pick(endings).padStart(DIGITS, "0")}`,
      variables: { customer_name: `Caller ${this.wishes.length}` },
      ...(requestKey === null ? {} : { requestKey }),
    };
    const isTwin = requestKey !== null && random.chance(TWIN_SHARE);
    this.#run(this.#askUntilAnswered(wish, request));
    if (isTwin) this.#run(this.#askUntilAnswered(wish, request));
    if (random.chance(CANCEL_SHARE)) this.#run(this.#stopSoon(wish, random.int(0, CANCEL_WITHIN_MS)));
  }

  /** Returns when nobody asks any more. */
  async finish(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #run(work: Promise<void>): void {
    const running = work.finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  async #askUntilAnswered(wish: Wish, request: unknown): Promise<void> {
    const client = this.#random.pick(this.#clients);
    for (let tried = 0; tried < (wish.requestKey === null ? 1 : TRIES_MOST); tried += 1) {
      if (tried > 0) await pause(this.#random.int(...TRY_AGAIN_MS) * tried);
      const answer = await client.ask("/api/calls", request).catch(() => null);
      if (answer === null) {
        wish.unanswered += 1;
        continue;
      }
      const { call } = answer.body as { call?: { id: string } };
      wish.answers.push({ status: answer.status, callId: call?.id ?? null });
      if (answer.status < 500) return;
    }
  }

  async #stopSoon(wish: Wish, afterMs: number): Promise<void> {
    await pause(afterMs);
    const id = wish.answers.find(({ callId }) => callId !== null)?.callId;
    if (!id) return;
    const answer = await this.#random
      .pick(this.#clients)
      .ask(`/api/calls/${id}/stop`, {})
      .catch(() => null);
    if (answer) this.stops.push(answer.status);
  }
}
