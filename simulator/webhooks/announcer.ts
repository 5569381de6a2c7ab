import type { CallRecord } from "../calls/call-record.ts";
import type { CallViews } from "../calls/call-views.ts";
import { fill } from "../calls/variables.ts";
import type { Faults } from "../faults.ts";
import { randomFrom } from "../random.ts";
import type { WebhookEvent } from "../workspace/agents.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { bodyOf } from "./disguise.ts";
import type { Letter, Messenger } from "./messenger.ts";

const USUAL_EVENTS: readonly WebhookEvent[] = ["call_started", "call_ended", "call_analyzed"];
const USUAL_TIMEOUT_MS = 10_000;
const LATE_MS = 60_000;
const UNKNOWN_EVENTS = ["call_quality_scored", "agent_yawned", "call_archived"];

interface Destination {
  url: string;
  events: readonly string[];
  timeoutMs: number;
}

interface Held {
  letter: Letter;
  /** The event after which it may go; null for any. */
  until: string | null;
}

/** Tells the outside world what happens to calls. */
export class Announcer {
  readonly #workspace: Workspace;
  readonly #views: CallViews;
  readonly #messenger: Messenger;
  readonly #faults: Faults;
  #accountUrl: string | null;
  readonly #held = new Map<string, Held>();

  constructor(
    workspace: Workspace,
    views: CallViews,
    messenger: Messenger,
    faults: Faults,
    accountUrl: string | null,
  ) {
    this.#workspace = workspace;
    this.#views = views;
    this.#messenger = messenger;
    this.#faults = faults;
    this.#accountUrl = accountUrl;
  }

  setAccountUrl(url: string | null): void {
    this.#accountUrl = url;
  }

  wants(record: CallRecord, event: WebhookEvent): boolean {
    return this.#destination(record)?.events.includes(event) ?? false;
  }

  /** Sends an event if anybody asked for it. The body is fixed now, whenever it arrives. */
  announce(record: CallRecord, event: WebhookEvent, besides: Record<string, unknown> = {}): void {
    const destination = this.#destination(record);
    if (!destination?.events.includes(event)) return;
    const key = `${record.storyKey} ${event}`;
    const isLost = this.#faults.strike("webhooksOff", key, event) || this.#faults.strike("drop", key, event);
    if (isLost) {
      this.#release(record, event);
      return;
    }
    const letter = this.#write(record, event, besides, destination, key);
    if (this.#holdBack(record, letter, destination, key)) return;
    void this.#send(letter, record, key).then(() => this.#release(record, event));
    this.#inventEvent(record, event, destination, key);
  }

  /** Keeps a letter until a later one has gone, if a fault says so and a later one is sure to come. */
  #holdBack(record: CallRecord, letter: Letter, { events }: Destination, key: string): boolean {
    const { event } = letter;
    if (event === "call_analyzed" || !events.includes("call_analyzed") || this.#held.has(record.callId))
      return false;
    const fault =
      (event === "call_ended" && this.#faults.strike("reverse", key, event) && "reverse") ||
      (this.#faults.strike("swap", key, event) && "swap");
    if (!fault) return false;
    const held = { ...letter, struck: [...letter.struck, fault] };
    this.#held.set(record.callId, { letter: held, until: fault === "reverse" ? "call_analyzed" : null });
    return true;
  }

  #write(
    record: CallRecord,
    event: string,
    besides: Record<string, unknown>,
    to: Destination,
    key: string,
  ): Letter {
    const { raw, struck } = bodyOf({ event, call: this.#views.whole(record), ...besides }, this.#faults, key);
    return { event, callId: record.callId, url: to.url, timeoutMs: to.timeoutMs, rawBody: raw, struck };
  }

  async #send(letter: Letter, record: CallRecord, key: string): Promise<void> {
    const late = this.#faults.strike("delay", key, letter.event);
    if (late && !(await this.#messenger.wait(late.ms ?? LATE_MS))) return;
    const struck = late ? [...letter.struck, "delay"] : letter.struck;
    if (this.#faults.strike("double", key, letter.event)) {
      void this.#messenger.deliver({ ...letter, struck: [...struck, "double"] });
    }
    await this.#messenger.deliver({ ...letter, struck, callId: record.callId });
  }

  #release(record: CallRecord, event: string): void {
    const held = this.#held.get(record.callId);
    if (!held || (held.until !== null && held.until !== event)) return;
    this.#held.delete(record.callId);
    void this.#messenger.deliver(held.letter);
  }

  #inventEvent(record: CallRecord, after: string, to: Destination, key: string): void {
    if (!this.#faults.strike("unknownEvent", key, after)) return;
    const event = randomFrom(key, "invented").pick(UNKNOWN_EVENTS);
    const letter = this.#write(record, event, {}, to, key);
    void this.#messenger.deliver({ ...letter, struck: [...letter.struck, "unknownEvent"] });
  }

  /** The call's own settings, else the agent's; the account's URL only if neither names one. */
  #destination(record: CallRecord): Destination | null {
    const agent = this.#workspace.findAgent(record.agentId);
    const override = record.agentOverride?.agent ?? {};
    const url = override.webhook_url ?? agent?.webhook_url ?? this.#accountUrl;
    if (typeof url !== "string" || url === "") return null;
    const events = override.webhook_events ?? agent?.webhook_events ?? USUAL_EVENTS;
    const timeoutMs = override.webhook_timeout_ms ?? agent?.webhook_timeout_ms ?? USUAL_TIMEOUT_MS;
    return {
      url: fill(url, { ...record.spokenVariables, ...record.overrides }),
      events: Array.isArray(events) ? events : USUAL_EVENTS,
      timeoutMs: typeof timeoutMs === "number" ? timeoutMs : USUAL_TIMEOUT_MS,
    };
  }
}
