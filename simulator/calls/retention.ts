import type { CallBook } from "./call-book.ts";
import { type CallRecord, isLive } from "./call-record.ts";
import type { CallEngine } from "./engine.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Deletes calls that are older, by their own stamps, than their agents let them be kept. */
export class Retention {
  readonly #book: CallBook;
  readonly #engine: CallEngine;
  #timer: NodeJS.Timeout | undefined;

  constructor(book: CallBook, engine: CallEngine) {
    this.#book = book;
    this.#engine = engine;
  }

  /** Cleans up now, and every hour from now on. */
  begin(): void {
    this.cleanUp();
    this.#timer = setInterval(() => this.cleanUp(), HOUR_MS);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Deletes what will be past its time so many days from now, and answers the ids. */
  cleanUp(daysLater = 0): string[] {
    const moment = Date.now() + daysLater * DAY_MS;
    const expired = this.#book.all().filter((record) => isExpired(record, moment));
    for (const { callId } of expired) {
      this.#engine.forget(callId);
      this.#book.delete(callId);
    }
    return expired.map(({ callId }) => callId);
  }
}

function isExpired(record: CallRecord, moment: number): boolean {
  if (record.retentionDays === undefined || isLive(record)) return false;
  return moment - (record.endTimestamp ?? record.createdAt) >= record.retentionDays * DAY_MS;
}
