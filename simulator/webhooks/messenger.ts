import { setTimeout as pause } from "node:timers/promises";
import type { FaultName, Faults } from "../faults.ts";
import type { Ledger } from "../ledger.ts";
import { signatureOf } from "./signature.ts";

const RETRY_AFTER_MS = [1_000, 2_000, 4_000] as const;
const STALE_MS = 6 * 60_000;

export interface Letter {
  event: string;
  callId: string;
  url: string;
  timeoutMs: number;
  rawBody: string;
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
    const firstArrived = await this.#attempt(letter, 0);
    if (!firstArrived) void this.#retry(letter);
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
      if (!(await this.wait(waitMs)) || (await this.#attempt(letter, index + 1))) return;
    }
  }

  async #attempt(letter: Letter, attempt: number): Promise<boolean> {
    if (this.#closing.signal.aborted) return false;
    const { signature, struck } = this.#sign(letter, attempt);
    const at = Date.now();
    const result = await this.#post(letter, signature);
    if (this.#closing.signal.aborted) return false;
    const { event, callId, url } = letter;
    const faults = [...letter.struck, ...struck];
    this.#ledger.recordDelivery({ at, event, call_id: callId, url, attempt, faults, ...result });
    return result.status !== null && result.status >= 200 && result.status < 300;
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

  async #post(letter: Letter, signature: string): Promise<{ status: number | null; error: string | null }> {
    try {
      const response = await fetch(letter.url, {
        method: "POST",
        headers: { "content-type": "application/json", "x-retell-signature": signature },
        body: letter.rawBody,
        redirect: "manual",
        signal: AbortSignal.any([this.#closing.signal, AbortSignal.timeout(letter.timeoutMs)]),
      });
      await response.body?.cancel();
      return { status: response.status, error: null };
    } catch (error) {
      return { status: null, error: explain(error) };
    }
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
