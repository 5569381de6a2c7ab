import { incoming, OutgoingResponse, type Reply } from "../machine/http.ts";
import { type Life, within } from "../machine/life.ts";
import type { Exchange, Server } from "../machine/network.ts";
import type { VirtualClock } from "../machine/virtual-clock.ts";
import type { Web } from "../system.ts";

/** The longest that a request of a person's takes in one direction. */
const WAY_MS = 15;

/** One life of the web process, and who is connected to it. */
export class WebProcess {
  readonly life: Life;
  readonly web: Web;
  readonly #clock: VirtualClock;
  readonly #way: () => number;
  /** Told when the process dies. */
  readonly #connected = new Set<() => void>();

  constructor(life: Life, web: Web, clock: VirtualClock, draw: (low: number, high: number) => number) {
    this.life = life;
    this.web = web;
    this.#clock = clock;
    this.#way = () => draw(1, WAY_MS);
  }

  /** The life has ended: connections break. */
  hangUp(): void {
    for (const broken of this.#connected) this.#clock.after(this.#way(), broken);
    this.#connected.clear();
  }

  answer(exchange: Exchange): Promise<Reply> {
    const { method, path, headers, body } = exchange;
    const response = new OutgoingResponse();
    const replied = new Promise<Reply>((resolve) => response.once("replied", resolve));
    const received = this.web.receive(incoming(method, path, headers, body) as never, response as never);
    // What the front door of the program does with a defect.
    received.catch(() => response.writeHead(500).end());
    return replied;
  }

  /** A request of a person's; rejects when the process dies meanwhile. */
  ask<T>(work: (web: Web) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const broken = () => reject(new Error("The connection broke."));
      this.#connected.add(broken);
      this.#clock.after(this.#way(), () => {
        if (!this.life.isAlive) return;
        const answered = (act: () => void) => () => {
          if (!this.#connected.delete(broken)) return;
          this.#clock.after(this.#way(), act);
        };
        within(this.life, () => work(this.web)).then(
          (result) => answered(() => resolve(result))(),
          (error: unknown) => answered(() => reject(error))(),
        );
      });
    });
  }

  /** Opens a stream of news. `ended` is told when it breaks or is closed; the answer closes it from the viewer's side. */
  watch(lastEventId: string | null, heard: (text: string) => void, ended: () => void): () => void {
    const response = new OutgoingResponse();
    let isOver = false;
    let arrivesAt = 0;
    const end = () => {
      if (isOver) return;
      isOver = true;
      this.#connected.delete(end);
      ended();
    };
    this.#connected.add(end);
    response.on("written", (text: string) => {
      // One stream keeps its order.
      arrivesAt = Math.max(arrivesAt + 0.001, this.#clock.now + this.#way());
      this.#clock.at(arrivesAt, () => {
        if (!isOver) heard(text);
      });
    });
    response.on("close", () => this.#clock.after(this.#way(), end));
    within(this.life, () => this.web.watch?.(response, lastEventId));
    return () => {
      end();
      if (this.life.isAlive) within(this.life, () => response.destroy());
    };
  }
}

/** The network's way to whichever web process lives. */
export function webServer(current: () => WebProcess | null): Server {
  return {
    life: () => current()?.life,
    async answer(exchange) {
      const web = current();
      return web === null ? { kind: "reset" } : web.answer(exchange);
    },
  };
}
