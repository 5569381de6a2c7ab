import type { IncomingMessage, ServerResponse } from "node:http";
import { asActor } from "#database";
import { listChanges } from "#domain/calls";
import { type AdminActor, requireAdmin } from "#domain/people";
import { findSignedIn } from "#identity";
import type { CallsNotice, LiveHub, Subscriber } from "#live";
import { log } from "#log";
import { headersOf } from "./headers.ts";

/** Proxies drop connections that are silent for long, and a browser sees by it that the line is dead. */
const HEARTBEAT_EVERY_MS = 15_000;
/** Sessions also end by running out, which nobody announces: once a minute it is looked. */
const BEATS_A_LOOK = 4;
/** A viewer who does not read is cut off; the browser comes back and resumes. */
const BUFFERED_BYTES_MAX = 1024 * 1024;
/** When a process stops its viewers come back by and by, not all in one moment. */
const COME_BACK_AFTER_MS_MIN = 500;
const COME_BACK_AFTER_MS_MAX = 3_000;

/**
 * A stream of server-sent events: `calls` names calls that changed, `reset` asks to read everything
 * again, `goodbye` ends it because the viewer may no longer watch, `beat` says that it still stands. Resumes after Last-Event-ID.
 */
export async function serveLive(
  request: IncomingMessage,
  response: ServerResponse,
  hub: LiveHub,
): Promise<void> {
  const headers = headersOf(request);
  const actor = requireAdmin(await findSignedIn(headers));
  response.writeHead(200, {
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  // Streams last for hours, and there are many: what they hold on to is little. Headers sent by themselves are kept as
  // one text; sent with what follows, as the forty pieces that they were put together from.
  response.flushHeaders();
  const cookie = headers.get("cookie") ?? "";
  const mayWatch = async () => (await findSignedIn(new Headers({ cookie })))?.role === "admin";
  new LiveStream(actor, mayWatch, response).run(hub, headers.get("last-event-id"));
}

/** One browser's stream, until it or we close it. */
export class LiveStream implements Subscriber {
  readonly #actor: AdminActor;
  readonly #mayWatch: () => Promise<boolean>;
  readonly #response: ServerResponse;
  #horizon: string | null = null;
  #catchingUp = 0;
  #beats = 0;

  /** `mayWatch` says whether the viewer still may; it is asked again and again. */
  constructor(actor: AdminActor, mayWatch: () => Promise<boolean>, response: ServerResponse) {
    this.#actor = actor;
    this.#mayWatch = mayWatch;
    this.#response = response;
  }

  get personId(): string {
    return this.#actor.id;
  }

  run(hub: LiveHub, lastEventId: string | null): void {
    this.#horizon = lastEventId;
    hub.subscribe(this);
    const beating = setInterval(() => this.#beat(), HEARTBEAT_EVERY_MS);
    this.#response.on("close", () => {
      hub.unsubscribe(this);
      clearInterval(beating);
    });
    this.#write("retry: 1000\n\n");
    // Subscribed first and caught up second, so that nothing falls in between.
    void this.#catchUp();
  }

  /** A notice that comes while we catch up is told at once, but is no point to resume from: older changes are still untold. */
  callsChanged({ data, horizon }: CallsNotice): void {
    if (this.#catchingUp === 0) this.#send("calls", data, horizon);
    else this.#write(`event: calls\ndata: ${data}\n\n`);
  }

  mayHaveMissed(): void {
    void this.#catchUp();
  }

  personChanged(): void {
    void this.#lookAgain();
  }

  sendAway(): void {
    const spread = COME_BACK_AFTER_MS_MAX - COME_BACK_AFTER_MS_MIN;
    this.#write(`retry: ${Math.round(COME_BACK_AFTER_MS_MIN + Math.random() * spread)}\n\n`);
    this.#response.end();
  }

  #beat(): void {
    this.#write("event: beat\ndata: {}\n\n");
    this.#beats += 1;
    if (this.#beats % BEATS_A_LOOK === 0) void this.#lookAgain();
  }

  async #catchUp(): Promise<void> {
    this.#catchingUp += 1;
    try {
      const { horizon, ids } = await asActor(this.#actor, (db) => listChanges(db, this.#horizon));
      if (ids === null) this.#send("reset", "{}", horizon);
      else this.#send("calls", JSON.stringify({ ids }), horizon);
    } catch (error) {
      log.warn({ error: String(error) }, "A live stream could not catch up and is cut, to be resumed");
      this.#response.destroy();
    } finally {
      this.#catchingUp -= 1;
    }
  }

  async #lookAgain(): Promise<void> {
    try {
      if (await this.#mayWatch()) return;
      this.#send("goodbye", "{}", this.#horizon ?? "0");
      this.#response.end();
    } catch {
      // The database is away: who may watch cannot be told, so nobody does until it is back.
      this.#response.destroy();
    }
  }

  /** `data` is JSON. */
  #send(event: string, data: string, horizon: string): void {
    this.#horizon = horizon;
    this.#write(`id: ${horizon}\nevent: ${event}\ndata: ${data}\n\n`);
  }

  #write(text: string): void {
    if (this.#response.writableEnded || this.#response.destroyed) return;
    this.#response.write(text);
    if (this.#response.writableLength > BUFFERED_BYTES_MAX) this.#response.destroy();
  }
}
