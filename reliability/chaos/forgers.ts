import { createHmac } from "node:crypto";
import type { Random } from "../../simulator/random.ts";

const TIMEOUT_MS = 5_000;
const STALE_MS = 6 * 60_000;

/** How every forged call's id begins, so that a stored one would be found. */
export const FORGED_ID = "call_forged_";

const tricks = [
  "unsigned",
  "another key",
  "changed after signing",
  "stale",
  "nonsense for a signature",
] as const;

export interface Forgery {
  trick: (typeof tricks)[number];
  status: number;
}

/** People who want the console to believe what Retell never said. */
export class Forgers {
  /** What was answered; where the console was away there is no answer. */
  readonly forgeries: Forgery[] = [];
  readonly #url: string;
  readonly #key: string;
  readonly #random: Random;
  #tried = 0;

  constructor(url: string, key: string, random: Random) {
    this.#url = url;
    this.#key = key;
    this.#random = random;
  }

  async forge(): Promise<void> {
    const trick = this.#random.pick(tricks);
    this.#tried += 1;
    const call = { call_id: `${FORGED_ID}${this.#tried}`, call_status: "ended", start_timestamp: Date.now() };
    const body = JSON.stringify({ event: "call_ended", call });
    const signature = this.#sign(trick, body);
    const answer = await fetch(this.#url, {
      method: "POST",
      headers: { "content-type": "application/json", ...(signature && { "x-retell-signature": signature }) },
      body: trick === "changed after signing" ? body.replace("ended", "error") : body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(() => null);
    await answer?.body?.cancel();
    if (answer) this.forgeries.push({ trick, status: answer.status });
  }

  #sign(trick: Forgery["trick"], body: string): string | null {
    if (trick === "unsigned") return null;
    if (trick === "nonsense for a signature") return "v=now,d=trust-me";
    const stamp = Date.now() - (trick === "stale" ? STALE_MS : 0);
    const key = trick === "another key" ? `${this.#key}_of_somebody_else` : this.#key;
    return `v=${stamp},d=${createHmac("sha256", key).update(`${body}${stamp}`).digest("hex")}`;
  }
}
