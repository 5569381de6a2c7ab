import type { Chance } from "../machine/chance.ts";
import { currentLife, type Life, nameOf as nameOfLife } from "../machine/life.ts";
import type { VirtualClock } from "../machine/virtual-clock.ts";
import { reallyWait } from "../machine/virtual-globals.ts";
import type { Notice, RealDatabase } from "./real-database.ts";
import { VirtualConnection } from "./virtual-connection.ts";

/** How long Postgres is left to answer before it is asked whether the query waits for a lock. */
const PATIENCE_MS = 2;
const LONGEST_ROUND_TRIP_MS = 4;

type Outcome = { result: unknown } | { error: unknown };

interface Parked {
  connection: VirtualConnection;
  text: string;
  answer: Promise<Outcome>;
  deliver(outcome: Outcome): void;
  /** Its backend stands still, so that it does not race others for what comes free. */
  isFrozen: boolean;
}

export interface DatabaseWatcher {
  /** A transaction that wrote something has been committed. Looks at the database, which brings what was told. */
  committed(): Promise<void>;
  told(notice: Notice): void;
  /** A process has asked something. */
  asked(life: Life | null): void;
  trace(line: string): void;
}

interface DatabaseParts {
  real: RealDatabase;
  clock: VirtualClock;
  chance: Chance;
  seed: string;
  /** By how much everything takes longer. */
  slowness(): number;
  /** For how long a commit of what was written is held up, in ms. */
  holdUp(): number;
  /** What our machine's clock says now, in ms. */
  readClock(): number;
  watcher: DatabaseWatcher;
}

/**
 * A real Postgres at virtual moments. Each query is sent when its drawn moment comes, and nothing else
 * happens until it is answered, or until it waits for a lock of a transaction that is still open: then it
 * is set aside until that ends. So transactions meet at every await, the same way for the same seed.
 */
export class VirtualDatabase {
  readonly #parts: DatabaseParts;
  readonly #connections = new Set<VirtualConnection>();
  #parked: Parked[] = [];
  #isAway = false;

  constructor(parts: DatabaseParts) {
    this.#parts = parts;
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** Whether somebody has written something that is still to be committed. */
  get hasOpenWrites(): boolean {
    return [...this.#connections].some(({ hasWritten }) => hasWritten);
  }

  /** A connection for whoever runs, as pg's pool would give it. */
  connect(): Promise<VirtualConnection> {
    const life = currentLife();
    return new Promise((resolve, reject) => {
      this.#after(async () => {
        if (life?.isAlive === false) return;
        if (this.#isAway) return reject(connectionError("ECONNREFUSED"));
        const connection = new VirtualConnection(this, life, await this.#parts.real.take());
        this.#connections.add(connection);
        resolve(connection);
      });
    });
  }

  /** Every connection is cut and none is accepted for so long, as when Postgres is killed and starts again. */
  async goAway(ms: number): Promise<void> {
    this.#isAway = true;
    await this.cutWhere(() => true);
    this.#parts.clock.after(ms, () => {
      this.#isAway = false;
    });
  }

  /** Ends the connections and rolls back what they were at. */
  async cutWhere(isMeant: (life: Life | null) => boolean): Promise<void> {
    for (const connection of [...this.#connections])
      if (isMeant(connection.life)) await this.#cut(connection);
    await this.#releaseParked();
  }

  /** For a connection: asks at a virtual moment of its own, once what was asked before on it has been answered. */
  ask(connection: VirtualConnection, text: string, values: readonly unknown[] | undefined): Promise<unknown> {
    const { life } = connection;
    if (life?.isAlive !== false) this.#parts.watcher.asked(life);
    return connection.inTurn(
      () =>
        new Promise((resolve, reject) => {
          const deliver = (outcome: Outcome) =>
            this.#after(() => {
              if (life?.isAlive === false) return;
              if (connection.isCut) reject(connectionError("ECONNRESET"));
              else if ("error" in outcome) reject(outcome.error);
              else resolve(outcome.result);
            });
          const heldUpMs = text === "commit" && connection.hasWritten ? this.#parts.holdUp() : 0;
          this.#after(async () => {
            if (life?.isAlive === false) return;
            if (connection.isCut) return reject(connectionError("ECONNRESET"));
            await this.#perform(connection, text, values, deliver);
          }, heldUpMs);
        }),
    );
  }

  release(connection: VirtualConnection): void {
    if (!this.#connections.delete(connection)) return;
    this.#parts.real.giveBack(connection.client);
  }

  /** For a connection: is cut from our own side. */
  end(connection: VirtualConnection): Promise<void> {
    return new Promise((resolve) => {
      this.#after(async () => {
        if (this.#connections.has(connection)) await this.#cut(connection);
        await this.#releaseParked();
        resolve();
      });
    });
  }

  #after(happen: () => void | Promise<void>, heldUpMs = 0): void {
    const { clock, chance, slowness } = this.#parts;
    clock.after(chance.between(0.05, LONGEST_ROUND_TRIP_MS) * slowness() + heldUpMs, happen);
  }

  async #perform(
    connection: VirtualConnection,
    text: string,
    values: readonly unknown[] | undefined,
    deliver: (outcome: Outcome) => void,
  ): Promise<void> {
    const { watcher } = this.#parts;
    watcher.trace(`${nameOfLife(connection.life)} asks ${summaryOf(text, values)}`);
    if (this.#isFormality(connection, text)) return deliver({ result: [] });
    if (isEnd(text)) await this.#freezeParked();
    const answer = outcomeOf(this.#send(connection, text, values));
    const outcome = await this.#answerOrLock(connection, answer);
    if (outcome === null) {
      watcher.trace(`${nameOfLife(connection.life)} waits for a lock`);
      this.#parked.push({ connection, text, answer, deliver, isFrozen: false });
      return;
    }
    deliver(outcome);
    await this.#follow(connection, text, outcome);
  }

  /**
   * A beginning goes with the first question, and the end of a transaction that neither wrote nor locked
   * anything need not be waited for: nobody could tell the difference, and it saves half of the round trips.
   */
  #isFormality(connection: VirtualConnection, text: string): boolean {
    if (text.startsWith("begin;")) {
      // The transaction begins at our machine's own time.
      const now = new Date(this.#parts.readClock()).toISOString();
      connection.beginning = `begin; select set_config('sim.now', '${now}', true), set_config('sim.seed', '${this.#parts.seed}', true); ${text.slice("begin;".length)}`;
      return true;
    }
    if (!isEnd(text) || connection.hasTouched) return false;
    if (connection.isOpen) this.#parts.real.sendAlong(connection.client, text);
    connection.beginning = null;
    connection.isOpen = false;
    return true;
  }

  #send(
    connection: VirtualConnection,
    text: string,
    values: readonly unknown[] | undefined,
  ): Promise<unknown> {
    const { client, beginning } = connection;
    if (beginning !== null) {
      this.#parts.real.sendAlong(client, beginning);
      connection.beginning = null;
      connection.isOpen = true;
    }
    return this.#parts.real.ask(client, text, values);
  }

  async #answerOrLock(connection: VirtualConnection, answer: Promise<Outcome>): Promise<Outcome | null> {
    for (;;) {
      const early = await Promise.race([answer, reallyWait(PATIENCE_MS)]);
      if (early !== undefined) return early;
      if (await this.#parts.real.isBlocked(connection.client)) return null;
    }
  }

  async #follow(connection: VirtualConnection, text: string, outcome: Outcome): Promise<void> {
    noteDeed(connection, text, outcome);
    if (!isEnd(text)) return;
    const hasCommitted = text === "commit" && !("error" in outcome) && connection.hasWritten;
    connection.isOpen = false;
    connection.hasTouched = false;
    connection.hasWritten = false;
    await this.#releaseParked();
    if (hasCommitted) await this.#tell();
  }

  async #tell(): Promise<void> {
    const { real, watcher } = this.#parts;
    await watcher.committed();
    for (const notice of real.takeNotices()) watcher.told(notice);
  }

  /** Before locks come free: of several who wait for the same one, Postgres lets any be next. */
  async #freezeParked(): Promise<void> {
    if (this.#parked.length < 2) return;
    const awake = this.#parked.filter(({ isFrozen }) => !isFrozen);
    const frozen = await this.#parts.real.freeze(awake.map(({ connection }) => connection.client));
    for (const parked of awake) parked.isFrozen = frozen.has(parked.connection.client);
  }

  #thaw(parked: Parked): void {
    if (parked.isFrozen) this.#parts.real.thaw(parked.connection.client);
    parked.isFrozen = false;
  }

  /** Queries whose lock has come free are answered now, in the order in which they began to wait. */
  async #releaseParked(): Promise<void> {
    const waiting = this.#parked;
    this.#parked = [];
    for (const parked of waiting) {
      this.#thaw(parked);
      const outcome = await this.#answerOrLock(parked.connection, parked.answer);
      if (outcome === null) this.#parked.push(parked);
      else {
        this.#parts.watcher.trace(`${nameOfLife(parked.connection.life)} waits no longer`);
        noteDeed(parked.connection, parked.text, outcome);
        // What was changed while it waited may be locked now, also where it found that it does not want it.
        parked.connection.hasTouched = true;
        parked.deliver(outcome);
      }
    }
  }

  async #cut(connection: VirtualConnection): Promise<void> {
    const { real } = this.#parts;
    connection.isCut = true;
    this.#connections.delete(connection);
    const parked = this.#parked.find((one) => one.connection === connection);
    if (parked) {
      this.#parked = this.#parked.filter((one) => one !== parked);
      this.#thaw(parked);
      await real.cancel(connection.client);
      parked.deliver(await parked.answer);
    }
    if (connection.isOpen) {
      await this.#freezeParked();
      await real.ask(connection.client, "rollback");
    }
    real.giveBack(connection.client);
  }
}

const touches = /\binsert into\b|\bdelete from\b|\bupdate\b|\bjobs\.enqueue|_lock/;
/** `select … for update` writes nothing. */
const writes = /\binsert into\b|\bdelete from\b|(?<!for )\bupdate\b|jobs\.enqueue/;

/** What it holds now is let go by a real end, which others wait for. */
function noteDeed(connection: VirtualConnection, text: string, outcome: Outcome): void {
  // An error locks nothing that matters, but it has to be followed by a real end.
  if ("error" in outcome || (touches.test(text) && rowsOf(outcome) > 0)) connection.hasTouched = true;
  if (writes.test(text) && rowsOf(outcome) > 0) connection.hasWritten = true;
}

function isEnd(text: string): boolean {
  return text === "commit" || text === "rollback";
}

function rowsOf(outcome: Outcome): number {
  return "result" in outcome ? ((outcome.result as { rowCount?: number }).rowCount ?? 0) : 0;
}

function outcomeOf(query: Promise<unknown>): Promise<Outcome> {
  return query.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
}

function connectionError(code: string): Error {
  return Object.assign(new Error(`The connection to the database failed (${code}).`), { code });
}

/** Without transaction ids, which no two runs share. */
function summaryOf(text: string, values: readonly unknown[] | undefined): string {
  const words = text.replace(/\s+/g, " ").slice(0, 90);
  const given = (values ?? []).map((value) =>
    /^\d+$|^worker-/.test(String(value)) ? "#" : String(value).slice(0, 60),
  );
  return given.length === 0 ? words : `${words} [${given.join(", ")}]`;
}
