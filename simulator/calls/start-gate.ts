import { LimitRefusal } from "../http/refusal.ts";
import type { Ledger } from "../ledger.ts";
import type { Door, Limit } from "../ledger-lines.ts";
import type { Settings } from "../settings.ts";
import type { CallBook } from "./call-book.ts";
import type { CallRecord } from "./call-record.ts";

const SECOND_MS = 1000;
const BURST_FACTOR = 3;
const BURST_EXTRA = 300;

/** The account's limits: how many calls at a time, and how many may be dialled within a second of the calls' own time. */
export class StartGate {
  readonly #book: CallBook;
  readonly #ledger: Ledger;
  readonly #settings: Settings;
  /** When the calls of the last second were dialled. */
  #dialledAt: number[];

  constructor(book: CallBook, ledger: Ledger, settings: Settings) {
    this.#book = book;
    this.#ledger = ledger;
    this.#settings = settings;
    this.#dialledAt = ledger.starts.filter((start) => start.dialled_in_second !== null).map(({ at }) => at);
  }

  /** How many calls may go on at the same time. */
  get ceiling(): number {
    const { burst, concurrencyLimit } = this.#settings;
    return burst ? burstLimit(concurrencyLimit) : concurrencyLimit;
  }

  /** The limit that a call dialled now would break, if so many slots are to stay free; null if it may go. */
  limitBeforeDialling(reserved = 0): Limit | null {
    if (this.#dialledLately().length >= this.#settings.callsPerSecond) return "rate";
    return this.isFull(reserved + this.#settings.reservedInbound) ? "concurrency" : null;
  }

  isFull(reserved: number): boolean {
    return this.#book.live().length >= this.ceiling - reserved;
  }

  /** What a call meets beyond a limit. */
  refusalFor(limit: Limit): LimitRefusal {
    const { hintRetryAfter, speed } = this.#settings;
    return new LimitRefusal(limit, hintRetryAfter ? Math.ceil(SECOND_MS / speed) : undefined);
  }

  /** Writes down that a call, already in the book, takes its slot. */
  enter(record: CallRecord, door: Door): void {
    const at = Date.now();
    const isDialled = door === "create-phone-call" || door === "batch";
    if (isDialled) this.#dialledAt = [...this.#dialledLately(), at];
    this.#ledger.recordStart({
      at,
      call_id: record.callId,
      door,
      live: this.#book.live().length,
      dialled_in_second: isDialled ? this.#dialledAt.length : null,
    });
  }

  #dialledLately(): number[] {
    const now = Date.now();
    return this.#dialledAt.filter((moment) => now - moment < SECOND_MS / this.#settings.speed);
  }
}

export function burstLimit(limit: number): number {
  return Math.min(limit * BURST_FACTOR, limit + BURST_EXTRA);
}
