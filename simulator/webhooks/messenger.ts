import { setTimeout as pause } from "node:timers/promises";
import type { FaultName, Faults } from "../faults.ts";
import type { Ledger } from "../ledger.ts";
import { signatureOf } from "./signature.ts";

const RETRY_AFTER_MS = [1_000, 2_000, 4_000] as const;
const NOBODY = { arrived: false, text: "" } as const;
const STALE_MS = 6 * 60_000;

export interface Letter {
  event: string;
  callId: string;
  url: string;
  timeoutMs: number;
  rawBody: string;
  /** Whether what the receiver says matters. */
  wantsReply?: boolean;
  /** Faults that were put into the body. */
  struck: readonly string[];
}

/** Carries signed letters to their URLs, and tries again when nobody says 2xx. */
export class Messenger {
  readonly #keys: readonly string[];
  readonly #speed: number;
  readonly #faults: Faults;
  readonly #ledger: Ledger;
  readonly #closing = new AbortController();

  /** The first key signs. */
  constructor(keys: readonly string[], speed: number, faults: Faults, ledger: Ledger) {
    this.#keys = keys;
    this.#speed = speed;
    this.#faults = faults;
    this.#ledger = ledger;
  }

  /** Resolves after the first attempt, while later ones go on by themselves. */
  async deliver(letter: Letter): Promise<void> {
    const first = await this.#attempt(letter, 0);
    if (!first.arrived) void this.#retry(letter);
  }

  /** Sends it as often as it takes, and answers what the first 2xx said; null if there was none, or no JSON. */
  async ask(letter: Letter): Promise<unknown> {
    for (const [attempt, waitMs] of [0, ...RETRY_AFTER_MS].entries()) {
      if (!(await this.wait(waitMs))) return null;
      const reply = await this.#attempt({ ...letter, wantsReply: true }, attempt);
      if (reply.arrived) return parse(reply.text);
    }
    return null;
  }

  /** Waits in simulated time. False if the simulator stopped meanwhile. */
  async wait(ms: number): Promise<boolean> {
    try {
      await pause(ms / this.#speed, undefined, { signal: this.#closing.signal });
      return true;
    } catch {
      return false;
    }
  }

  close(): void {
    this.#closing.abort();
  }

  async #retry(letter: Letter): Promise<void> {
    for (const [index, waitMs] of RETRY_AFTER_MS.entries()) {
      if (!(await this.wait(waitMs)) || (await this.#attempt(letter, index + 1)).arrived) return;
    }
  }

  async #attempt(letter: Letter, attempt: number): Promise<{ arrived: boolean; text: string }> {
    if (this.#closing.signal.aborted) return NOBODY;
    const { signature, struck } = this.#sign(letter, attempt);
    const at = Date.now();
    const { text, ...result } = await this.#post(letter, signature);
    if (this.#closing.signal.aborted) return NOBODY;
    const { event, callId, url } = letter;
    const faults = [...letter.struck, ...struck];
    this.#ledger.recordDelivery({ at, event, call_id: callId, url, attempt, faults, ...result });
    return { arrived: result.status !== null && result.status >= 200 && result.status < 300, text };
  }

  /** Every attempt has a stamp and a signature of its own. */
  #sign(letter: Letter, attempt: number) {
    const drawKey = `${letter.callId} ${letter.event} ${attempt}`;
    const strike = (name: FaultName) => this.#faults.strike(name, drawKey, letter.event);
    const { wrongKey, keyRotation, staleStamp } = {
      wrongKey: strike("wrongKey"),
      keyRotation: strike("keyRotation"),
      staleStamp: strike("staleStamp"),
    };
    const [first = "", second = first] = this.#keys;
    const known = keyRotation ? second : first;
    const stamp = Date.now() - (staleStamp ? (staleStamp.ms ?? STALE_MS) : 0);
    const signature = signatureOf(letter.rawBody, wrongKey ? `${known}_of_somebody_else` : known, stamp);
    const struck = Object.entries({ wrongKey, keyRotation, staleStamp }).filter(([, setting]) => setting);
    return { signature, struck: struck.map(([name]) => name) };
  }

  async #post(letter: Letter, signature: string) {
    try {
      const response = await fetch(letter.url, {
        method: "POST",
        headers: { "content-type": "application/json", "x-retell-signature": signature },
        body: letter.rawBody,
        redirect: "manual",
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(letter.timeoutMs)]),
      });
      const text = letter.wantsReply ? await response.text() : "";
      if (!letter.wantsReply) await response.body?.cancel();
      return { status: response.status, error: null, text };
    } catch (error) {
      return { status: null, error: explain(error), text: "" };
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
