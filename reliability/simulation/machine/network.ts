import type { Reply } from "./http.ts";
import { currentLife, type Life, nameOf, within } from "./life.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** How a request and its answer fare. */
export interface Fate {
  thereMs: number;
  backMs: number;
  /** `refused`: it never left; `before`: it never arrives; `after`: its answer never does. */
  breaks: "refused" | "before" | "after" | null;
  /** Whether whoever waits is told at once that it broke. */
  isSilent: boolean;
}

/** One request and what became of it. */
export interface Exchange {
  from: Life | null;
  method: string;
  host: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
  sentAt: number;
}

export interface Server {
  /** Whose process answers; null for one that never dies. Undefined when nobody listens. */
  life(): Life | null | undefined;
  answer(exchange: Exchange): Promise<Reply>;
}

export interface NetworkWatcher {
  fateOf(exchange: Exchange): Fate;
  sent(exchange: Exchange): void;
  arrived(exchange: Exchange): void;
  /** The server has given its answer, whether it arrives or not. */
  answered(exchange: Exchange, reply: Reply): void;
  /** Whoever sent it knows the answer now. */
  heard(exchange: Exchange, status: number): void;
  /** Whoever sent it knows that it failed. */
  failed(exchange: Exchange, code: string): void;
  trace(line: string): void;
}

/** Carries requests between processes and Retell, late, twice broken or not at all, as the weather has it. */
export class VirtualNetwork {
  readonly #clock: VirtualClock;
  readonly #watcher: NetworkWatcher;
  readonly #servers = new Map<string, Server>();
  /** What breaks the exchanges that a life is answering when it ends. */
  readonly #answering = new Map<Life, Set<() => void>>();

  constructor(clock: VirtualClock, watcher: NetworkWatcher) {
    this.#clock = clock;
    this.#watcher = watcher;
  }

  serve(host: string, server: Server): void {
    this.#servers.set(host, server);
  }

  /** A process has died: whoever waits for its answers is told so. */
  hangUp(life: Life): void {
    for (const broken of this.#answering.get(life) ?? []) broken();
    this.#answering.delete(life);
  }

  fetch: typeof globalThis.fetch = (address, init = {}) => {
    const life = currentLife();
    const url = new URL(String(address instanceof Request ? address.url : address));
    const exchange: Exchange = {
      from: life,
      method: init.method ?? "GET",
      host: url.host,
      path: url.pathname + url.search,
      headers: Object.fromEntries(new Headers(init.headers as HeadersInit)),
      body: Buffer.from((init.body as string | undefined) ?? ""),
      sentAt: this.#clock.now,
    };
    return new Promise((resolve, reject) => {
      let isSettled = false;
      const settle = (act: () => void) => {
        if (life?.isAlive === false || isSettled) return;
        isSettled = true;
        act();
      };
      const { signal } = init;
      if (signal?.aborted) return reject(signal.reason);
      const aborted = () =>
        settle(() => {
          this.#watcher.failed(exchange, "ABORTED");
          reject(signal?.reason);
        });
      signal?.addEventListener("abort", aborted, { once: true });
      this.#carry(
        exchange,
        (reply) => settle(() => resolve(this.#heard(exchange, reply))),
        (code) =>
          settle(() => {
            this.#watcher.failed(exchange, code);
            reject(fetchError(code));
          }),
      );
    });
  };

  #heard(exchange: Exchange, { status, headers, body }: Reply & { kind: "answer" }): Response {
    this.#watcher.heard(exchange, status);
    const isEmpty = status === 204 || status === 304;
    return new Response(isEmpty ? null : body, { status, headers });
  }

  #carry(
    exchange: Exchange,
    arrive: (reply: Reply & { kind: "answer" }) => void,
    fail: (code: string) => void,
  ): void {
    const clock = this.#clock;
    const watcher = this.#watcher;
    const fate = watcher.fateOf(exchange);
    const line = `${nameOf(exchange.from)} sends ${exchange.method} ${exchange.host}${exchange.path}`;
    watcher.trace(
      `${line}${fate.breaks ? ` (${fate.isSilent ? "silently " : ""}broken ${fate.breaks})` : ""}`,
    );
    watcher.sent(exchange);
    if (fate.breaks === "refused") return void clock.after(fate.thereMs, () => fail("ECONNREFUSED"));
    const breakOff = () => {
      if (!fate.isSilent) clock.after(fate.backMs, () => fail("ECONNRESET"));
    };
    if (fate.breaks === "before") {
      breakOff();
      return;
    }
    clock.after(fate.thereMs, () => {
      const server = this.#servers.get(exchange.host);
      const life = server?.life();
      if (server === undefined || life === undefined) return fail("ECONNREFUSED");
      watcher.arrived(exchange);
      const replied = (reply: Reply) => {
        watcher.answered(exchange, reply);
        watcher.trace(
          `${exchange.host}${exchange.path} answers ${reply.kind === "answer" ? reply.status : reply.kind}`,
        );
        if (reply.kind === "silence") return;
        if (reply.kind === "reset" || fate.breaks === "after") return breakOff();
        clock.after(fate.backMs, () => arrive(reply));
      };
      this.#serve(exchange, server, life, replied, () => clock.after(fate.backMs, () => fail("ECONNRESET")));
    });
  }

  #serve(
    exchange: Exchange,
    server: Server,
    life: Life | null,
    replied: (reply: Reply) => void,
    broken: () => void,
  ): void {
    const open = life === null ? undefined : (this.#answering.get(life) ?? new Set());
    if (life !== null && open) this.#answering.set(life, open.add(broken));
    const done = (reply: Reply) => {
      open?.delete(broken);
      if (life?.isAlive !== false) replied(reply);
    };
    const failed = () => done({ kind: "answer", status: 500, headers: {}, body: "" });
    within(life, () => {
      server.answer(exchange).then(done, failed);
    });
  }
}

/** As undici fails. */
function fetchError(code: string): TypeError {
  return new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
}
