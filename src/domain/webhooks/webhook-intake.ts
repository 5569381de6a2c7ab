import { log } from "#log";
import { receiveWebhooks } from "./receive-webhooks.ts";

/** The most that goes into one commit: enough to share its cost, little enough to stay quick. */
const BATCH_EVENTS_MAX = 200;
const BATCH_BYTES_MAX = 8 * 1024 * 1024;
/** While the database works on one commit the program prepares another, and both keep busy. */
const COMMITS_AT_ONCE = 2;
/** Fewer are left to share the next commit: a second one for a few would cost more than it brings. */
const SECOND_COMMIT_FROM = 24;
/** Nobody is let in who would wait longer than this for those before them, by what lately a commit took. */
const WAIT_MAX_MS = 500;
/** Nobody is let in while a commit hangs. */
const COMMIT_HANGS_AFTER_MS = 750;
/** Who waits longer nevertheless is answered that we do not know. Retell itself waits for ten seconds. */
const ANSWER_WITHIN_MS = 1_200;
/** A commit that the database does not answer is given up after so long, and the next one tries anew. */
const STORE_WITHIN_MS = 5_000;
/** What may wait, however quick the database is. */
const WAITING_EVENTS_MAX = 5_000;
const WAITING_BYTES_MAX = 48 * 1024 * 1024;

/** Why an event was not acknowledged. Either way Retell sends it again, and storing it twice is storing it once. */
export class NotTaken extends Error {
  override readonly name = "NotTaken";
  /** busy: it was never tried. not_stored: it failed, or nobody knows whether it was stored. */
  readonly reason: "busy" | "not_stored";

  constructor(reason: "busy" | "not_stored") {
    super(`The event was not taken: ${reason}.`);
    this.reason = reason;
  }
}

interface Waiting {
  body: Buffer;
  since: number;
  stored(): void;
  failed(reason: NotTaken): void;
}

/** A commit that is under way, of these events. */
interface Commit {
  events: readonly Waiting[];
  since: number;
}

type Store = (bodies: readonly Buffer[]) => Promise<void>;
const storeInTime: Store = (bodies) => receiveWebhooks(bodies, { withinMs: STORE_WITHIN_MS });

/**
 * Group commit: whatever arrives while one commit runs goes into the next as one transaction, which begins
 * before the first has ended when many wait. An event that finds the intake idle is committed at once and waits for nobody. Who would have to wait too long
 * is refused at once: what is let in is measured in time, so the bound follows the speed of the database.
 */
export class WebhookIntake {
  readonly #store: Store;
  readonly #waiting: Waiting[] = [];
  readonly #underWay = new Set<Commit>();
  /** What a commit takes, the latest counting most. */
  #commitMs = 0;
  #waitingBytes = 0;
  #deadline: NodeJS.Timeout | null = null;

  constructor(store: Store = storeInTime) {
    this.#store = store;
  }

  /** Whether one more event of this size would wait too long or hold too much memory. */
  isBusy(bytes: number): boolean {
    if (this.#underWay.size === 0) return false;
    if (this.#waiting.length >= WAITING_EVENTS_MAX || this.#waitingBytes + bytes > WAITING_BYTES_MAX)
      return true;
    const now = performance.now();
    if ([...this.#underWay].some(({ since }) => now - since > COMMIT_HANGS_AFTER_MS)) return true;
    // Who goes with the very next commit is let in, however long that takes.
    const commitsBefore = Math.floor(
      Math.max(this.#waiting.length / BATCH_EVENTS_MAX, this.#waitingBytes / BATCH_BYTES_MAX),
    );
    return commitsBefore * this.#commitMs > WAIT_MAX_MS;
  }

  /** Resolves once the event is durable; rejects with NotTaken when it is not, or cannot be told in time. */
  submit(body: Buffer): Promise<void> {
    if (this.isBusy(body.length)) return Promise.reject(new NotTaken("busy"));
    return new Promise((stored, failed) => {
      this.#waiting.push({ body, since: performance.now(), stored, failed });
      this.#waitingBytes += body.length;
      if (this.#deadline === null) this.#lookAgainIn(ANSWER_WITHIN_MS);
      if (this.#mayBegin()) void this.#run();
    });
  }

  #mayBegin(): boolean {
    const { size } = this.#underWay;
    return size === 0 || (size < COMMITS_AT_ONCE && this.#waiting.length >= SECOND_COMMIT_FROM);
  }

  async #run(): Promise<void> {
    do {
      const commit: Commit = { events: this.#takeBatch(), since: performance.now() };
      this.#underWay.add(commit);
      try {
        await this.#store(commit.events.map(({ body }) => body));
        for (const { stored } of commit.events) stored();
      } catch (error) {
        log.error(
          { error: String(error), events: commit.events.length },
          "Webhooks could not be stored; Retell will send them again",
        );
        for (const { failed } of commit.events) failed(new NotTaken("not_stored"));
      }
      this.#commitMs = (this.#commitMs + performance.now() - commit.since) / 2;
      this.#underWay.delete(commit);
    } while (this.#waiting.length > 0 && this.#mayBegin());
  }

  #takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { body } of this.#waiting) {
      if (count > 0 && (count === BATCH_EVENTS_MAX || bytes + body.length > BATCH_BYTES_MAX)) break;
      bytes += body.length;
      count += 1;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  /** One timer for all: events come in order of time, so the oldest is overdue first. */
  #lookAgainIn(ms: number): void {
    this.#deadline = setTimeout(() => this.#answerOverdue(), ms).unref();
  }

  #answerOverdue(): void {
    const now = performance.now();
    const isOverdue = ({ since }: Waiting) => now - since >= ANSWER_WITHIN_MS;
    // What is being committed may yet be stored: it is not taken back, only answered while somebody listens.
    const underWay = [...this.#underWay].flatMap(({ events }) => events);
    for (const { failed } of underWay.filter(isOverdue)) failed(new NotTaken("not_stored"));
    const firstInTime = this.#waiting.findIndex((event) => !isOverdue(event));
    const given = this.#waiting.splice(0, firstInTime === -1 ? this.#waiting.length : firstInTime);
    for (const { body, failed } of given) {
      this.#waitingBytes -= body.length;
      failed(new NotTaken("busy"));
    }
    const next = [...underWay, ...this.#waiting].find((event) => !isOverdue(event));
    if (next) this.#lookAgainIn(ANSWER_WITHIN_MS - (now - next.since));
    else this.#deadline = null;
  }
}
