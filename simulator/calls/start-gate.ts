import { LimitRefusal } from "../http/refusal.ts";
import type { Ledger } from "../ledger.ts";
import type { Door, Limit } from "../ledger-lines.ts";
import type { Settings } from "../settings.ts";
import type { CallBook } from "./call-book.ts";
import type { CallRecord } from "./call-record.ts";

const SECOND_MS = 1000;

/** The account's limits: how many calls at a time, and how many may be dialled within a second of the calls' own time. */
export class StartGate {
  readonly #book: CallBook;
  readonly #ledger: Ledger;
  readonly #settings: Settings;
  /** When the calls of the last second were dialled. */
  #dialledAt: number[] = [];

  constructor(book: CallBook, ledger: Ledger, settings: Settings) {
    this.#book = book;
    this.#ledger = ledger;
    this.#settings = settings;
  }

  /** The limit that a call dialled now would break; null if it may go. */
  limitBeforeDialling(): Limit | null {
    if (this.#dialledLately().length >= this.#settings.callsPerSecond) return "rate";
    return this.#book.live().length >= this.#settings.concurrencyLimit ? "concurrency" : null;
  }

  demandDialling(): void {
    const limit = this.limitBeforeDialling();
    if (limit) throw new LimitRefusal(limit);
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
