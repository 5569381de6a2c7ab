import { createHmac } from "node:crypto";
import { type OpenSimulator, openSimulator } from "../../simulator/index.ts";
import type { Chance } from "./machine/chance.ts";
import type { Reply } from "./machine/http.ts";
import type { Exchange, Server } from "./machine/network.ts";
import type { VirtualClock } from "./machine/virtual-clock.ts";
import type { Climate } from "./weather.ts";

export const RETELL_HOST = "retell.simulated";
export const OUR_HOST = "switchboard.simulated";
export const KEY = "key_simulated";
const WEBHOOK_URL = `http://${OUR_HOST}/api/webhooks/retell`;
const FROM = "+14157774444";
/** Last four digits of whom others call: a talk, a voicemail, a transfer, and calls that are over before anybody looks. */
const ELSEWHERE_ENDINGS = ["4445", "0001", "0002", "0004", "0005", "0006"];
/** Long enough that nothing which counts as recent in our program is. */
const STALE_MS = 6 * 60_000;

/** The model of Retell on our network, and what it sends that no fault of its own makes. */
export class Retell {
  readonly simulator: OpenSimulator;
  readonly #clock: VirtualClock;
  readonly #chance: Chance;
  /** Every body that was sent to us. */
  readonly #sent: Buffer[] = [];
  readonly #forged = new Set<string>();
  readonly #ignoresMetadataFilter: boolean;
  #outage: { until: number; how: 500 | 503 | 429 | "reset" } | null = null;
  #lastState = "";
  #changedAt: number;

  constructor(seed: string, climate: Climate, clock: VirtualClock, chance: Chance) {
    this.#clock = clock;
    this.#chance = chance;
    this.#changedAt = clock.now;
    this.#ignoresMetadataFilter = climate.ignoresMetadataFilter;
    this.simulator = openSimulator({
      seed,
      speed: 1,
      history: climate.history,
      webhookUrl: WEBHOOK_URL,
      apiKeys: [KEY],
      faults: climate.simulatorFaults,
      concurrencyLimit: climate.concurrencyLimit,
      callsPerSecond: climate.callsPerSecond,
      paymentValid: climate.isPaid,
      stopWhileRinging: climate.stopWhileRinging,
      absentStatus: climate.absentStatus,
    });
    this.simulator.setPublicUrl(`http://${RETELL_HOST}`);
    if (climate.allEvents)
      for (const { agent_id } of this.simulator.workspace.listAgents())
        this.simulator.workspace.updateAgent(agent_id, {
          webhook_events: [
            "call_started",
            "call_ended",
            "call_analyzed",
            "transcript_updated",
            "transfer_started",
            "transfer_ended",
          ],
        } as never);
    this.simulator.begin();
  }

  server(): Server {
    return { life: () => null, answer: (exchange) => this.#answer(exchange) };
  }

  /** From now on nothing goes wrong at Retell. */
  calm(): void {
    this.simulator.faults.clear();
    this.#outage = null;
  }

  goAway(ms: number, how: 500 | 503 | 429 | "reset"): void {
    this.#outage = { until: this.#clock.now + ms, how };
  }

  noteSent(body: Buffer): void {
    if (!this.#forged.has(body.toString())) this.#sent.push(body);
  }

  /** Somebody else in the workspace places a call, without us. */
  placeElsewhere(number: number): void {
    void fetch(`http://${RETELL_HOST}/v2/create-phone-call`, {
      method: "POST",
      headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      body: JSON.stringify({
        from_number: FROM,
        to_number: `+1415555${this.#chance.pick(ELSEWHERE_ENDINGS)}`,
        ...(this.#chance.happens(0.7) && { metadata: { campaign: `elsewhere ${number}` } }),
      }),
    }).catch(() => undefined);
  }

  /** A delivery that was sent before comes once more: the same, richer, or poorer. */
  sendLateCopy(): void {
    if (this.#sent.length === 0) return;
    const letter = JSON.parse(this.#chance.pick(this.#sent).toString()) as {
      event: string;
      call?: { call_id?: string };
    };
    const record = this.simulator.calls().find(({ callId }) => callId === letter.call?.call_id);
    const manner = this.#chance.pick(["same", "richer", "poorer"]);
    if (manner === "richer" && record) letter.call = this.simulator.views.whole(record);
    if (manner === "poorer" && letter.call) {
      for (const name of [
        "to_number",
        "from_number",
        "metadata",
        "retell_llm_dynamic_variables",
        "agent_name",
      ])
        delete (letter.call as Record<string, unknown>)[name];
    }
    this.#deliver(JSON.stringify(letter), KEY, this.#clock.now);
  }

  /** Somebody who is not Retell says that a call has ended, or somebody repeats what Retell said long ago. */
  sendForgery(): void {
    const record = this.simulator.calls().at(-1);
    const body = JSON.stringify({
      event: "call_ended",
      call: {
        call_id: record?.callId ?? "call_forged",
        call_type: "phone_call",
        call_status: "ended",
        disconnection_reason: "scam_detected",
        start_timestamp: Math.floor(this.#clock.now) - 1,
        end_timestamp: Math.floor(this.#clock.now),
        duration_ms: 999_999_999,
      },
    });
    this.#forged.add(body);
    const how = this.#chance.pick(["unsigned", "another key", "stale"]);
    if (how === "unsigned") this.#deliver(body, null, this.#clock.now);
    else if (how === "another key") this.#deliver(body, "key_of_somebody_else", this.#clock.now);
    else this.#deliver(body, KEY, this.#clock.now - STALE_MS - 10 * 60_000);
  }

  /**
   * Something that says more than any program can keep, together with something ordinary. It speaks of a call
   * as analysed, for what is news of no call is not kept. Answers what cannot be kept; null while there is no call.
   */
  sendPoison(): Buffer | null {
    const record = this.simulator.calls().at(-1);
    if (!record) return null;
    const call = this.simulator.views.whole(record);
    const depth = 12_000;
    const deep = `${"[".repeat(depth)}1${"]".repeat(depth)}`;
    const body = JSON.stringify({ event: "call_analyzed", call }).replace(/}}$/, `,"nested":${deep}}}`);
    this.#forged.add(body);
    this.#deliver(body, KEY, this.#clock.now);
    this.#deliver(JSON.stringify({ event: "call_started", call, besides: true }), KEY, this.#clock.now);
    return Buffer.from(body);
  }

  /** When a call last changed at Retell, as far as anybody has looked. */
  changedAt(): number {
    const state = this.simulator
      .calls()
      .map(
        (call) =>
          `${call.status}${call.twilioCallSid ?? ""}${call.analysis !== undefined}${call.transferEndTimestamp}`,
      )
      .join();
    if (state !== this.#lastState) {
      this.#lastState = state;
      this.#changedAt = this.#clock.now;
    }
    return this.#changedAt;
  }

  /** Whether no call there will change any more. */
  isQuiet(): boolean {
    return this.simulator
      .calls()
      .every(
        ({ status, analysis, reason, transferEndTimestamp, durationMs }) =>
          status !== "registered" &&
          status !== "ongoing" &&
          analysis !== undefined &&
          (reason !== "call_transfer" || transferEndTimestamp !== undefined || durationMs === 0),
      );
  }

  #deliver(body: string, key: string | null, stamp: number): void {
    const at = Math.floor(stamp);
    void fetch(WEBHOOK_URL, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(key !== null && { "x-retell-signature": `v=${at},d=${digestOf(Buffer.from(body), key, at)}` }),
      },
      body,
    }).catch(() => undefined);
  }

  async #answer(exchange: Exchange): Promise<Reply> {
    if (this.#outage && this.#clock.now < this.#outage.until) {
      const { how } = this.#outage;
      if (how === "reset") return { kind: "reset" };
      return {
        kind: "answer",
        status: how,
        headers: { "content-type": "application/json" },
        body: '{"message":"later"}',
      };
    }
    const { method, path: url, headers } = exchange;
    const body = this.#ignoresMetadataFilter ? withoutMetadataFilter(exchange.body) : exchange.body;
    const answer = await this.simulator.respond({
      method,
      url,
      headers,
      async *[Symbol.asyncIterator]() {
        yield body;
      },
    });
    switch (answer.kind) {
      case "json":
        return {
          kind: "answer",
          status: answer.status,
          headers: { "content-type": "application/json" },
          body: JSON.stringify(answer.body),
        };
      case "empty":
        return { kind: "answer", status: answer.status, headers: {}, body: "" };
      case "text":
        return { kind: "answer", status: answer.status, headers: {}, body: answer.text };
      case "file":
        throw new Error("Nobody fetches files here.");
      default:
        return { kind: answer.kind };
    }
  }
}

function withoutMetadataFilter(body: Buffer): Buffer {
  if (!body.includes('"filter_criteria"')) return body;
  const asked = JSON.parse(body.toString()) as { filter_criteria: { metadata?: unknown } };
  delete asked.filter_criteria.metadata;
  return Buffer.from(JSON.stringify(asked));
}

/** The signature's digest, worked out apart from the program under test. */
export function digestOf(body: Buffer, key: string, stamp: number): string {
  return createHmac("sha256", key).update(body).update(String(stamp)).digest("hex");
}
