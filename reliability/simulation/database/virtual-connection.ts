import type pg from "pg";
import type { Life } from "../machine/life.ts";

/** Whatever carries a connection's questions to Postgres. */
interface Asked {
  ask(connection: VirtualConnection, text: string, values: readonly unknown[] | undefined): Promise<unknown>;
  release(connection: VirtualConnection): void;
  end(connection: VirtualConnection): Promise<void>;
}

/** One connection of one life, as pg's client looks to our code. */
export class VirtualConnection {
  readonly life: Life | null;
  readonly client: pg.Client;
  readonly #database: Asked;
  isCut = false;
  /** What is still to be sent before the first question of a transaction. */
  beginning: string | null = null;
  /** In a transaction. */
  isOpen = false;
  /** Has written or locked something in it. */
  hasTouched = false;
  hasWritten = false;

  constructor(database: Asked, life: Life | null, client: pg.Client) {
    this.#database = database;
    this.life = life;
    this.client = client;
  }

  #asked: Promise<unknown> | null = null;

  /** As pg's client queues what it is asked while it waits. */
  inTurn(ask: () => Promise<unknown>): Promise<unknown> {
    const asked = this.#asked === null ? ask() : this.#asked.then(ask, ask);
    this.#asked = asked;
    const answered = () => {
      if (this.#asked === asked) this.#asked = null;
    };
    asked.then(answered, answered);
    return asked;
  }

  query(asked: string | { text: string; values?: readonly unknown[] }): Promise<unknown> {
    const { text, values } = typeof asked === "string" ? { text: asked } : asked;
    return this.#database.ask(this, text, values);
  }

  release(): void {
    this.#database.release(this);
  }

  /** Cut by our own side: what it was at fails. */
  end(): Promise<void> {
    return this.#database.end(this);
  }
}
