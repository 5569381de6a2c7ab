import { setTimeout as pause } from "node:timers/promises";
import type { CallListItem } from "#domain/calls";
import type { Random } from "../../simulator/random.ts";
import type { LiveNews } from "../../src/app/dashboard/_live/live-news.ts";
import { type NewsReader, readNews } from "../../src/app/dashboard/_live/read-news.ts";
import type { Client } from "./client.ts";

/** As a browser waits: after a broken stream, and, by the console's own code, after a refusal. */
const RECONNECT_MS = 1_000;
const REFUSED_MS = 2_000;
const LEAVE_AFTER_MS = [4_000, 15_000] as const;

/**
 * How a viewer comes back: `reset` reads everything again whenever the stream opens, as the console's pages
 * do; `resume` trusts Last-Event-ID alone.
 */
export type Habit = "reset" | "resume";

/** Somebody who watches the history and keeps every row up to date by what the live stream says. */
export class Viewer {
  readonly habit: Habit;
  readonly rows = new Map<string, CallListItem>();
  /** How often the stream was opened. */
  opened = 0;
  readonly #client: Client;
  readonly #random: Random;
  readonly #reader: NewsReader;
  readonly #leaving = new AbortController();
  #lastEventId: string | null = null;
  #stays = false;

  constructor(client: Client, habit: Habit, random: Random) {
    this.#client = client;
    this.habit = habit;
    this.#random = random;
    this.#reader = readNews((changed) => this.#read(changed));
  }

  /** Watches until it leaves, coming back whenever the stream breaks, and breaking it itself now and then. */
  async watch(): Promise<void> {
    while (!this.#leaving.signal.aborted) {
      const waitMs = await this.#openOnce();
      await pause(waitMs, null, { signal: this.#leaving.signal }).catch(() => {});
    }
  }

  /** From now on it does not break the stream itself. */
  stay(): void {
    this.#stays = true;
  }

  leave(): void {
    this.#leaving.abort();
    this.#reader.stop();
  }

  async #openOnce(): Promise<number> {
    const closing = new AbortController();
    const timer = setTimeout(() => this.#stays || closing.abort(), this.#random.int(...LEAVE_AFTER_MS));
    try {
      const answer = await this.#client.fetch("/api/live", {
        headers: this.#lastEventId === null ? {} : { "last-event-id": this.#lastEventId },
        signal: AbortSignal.any([closing.signal, this.#leaving.signal]),
      });
      if (answer.status !== 200 || answer.body === null) {
        await answer.body?.cancel();
        return REFUSED_MS;
      }
      this.opened += 1;
      if (this.habit === "reset") this.#reader.hear({ kind: "reset" });
      await this.#listen(answer.body);
    } catch {
      // Cut, by somebody else or by ourselves.
    } finally {
      clearTimeout(timer);
    }
    return RECONNECT_MS;
  }

  async #listen(body: ReadableStream<Uint8Array>): Promise<void> {
    let rest = "";
    for await (const chunk of body.pipeThrough(
      new TextDecoderStream() as TransformStream<Uint8Array, string>,
    )) {
      const blocks = `${rest}${chunk}`.split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) this.#take(block);
    }
  }

  #take(block: string): void {
    const fields = new Map(
      block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
    );
    this.#lastEventId = fields.get("id") ?? this.#lastEventId;
    const news = newsIn(fields.get("event"), fields.get("data") ?? "{}");
    if (news) this.#reader.hear(news);
  }

  async #read(changed: Set<string> | "all"): Promise<void> {
    if (changed === "all") {
      const calls = await this.#client.allCalls();
      this.rows.clear();
      for (const call of calls) this.rows.set(call.id, call);
      return;
    }
    const calls = await this.#client.callsById([...changed]);
    // A call that turned out to be another one is gone.
    for (const id of changed) this.rows.delete(id);
    for (const call of calls) this.rows.set(call.id, call);
  }
}

function newsIn(event: string | undefined, data: string): LiveNews | null {
  if (event === "reset") return { kind: "reset" };
  if (event === "calls") return { kind: "calls", ids: (JSON.parse(data) as { ids: string[] }).ids };
  return null;
}
