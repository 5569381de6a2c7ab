import { createHash } from "node:crypto";
import type { Life } from "./machine/life.ts";

/** One POST to create-phone-call, as the wire saw it. */
export interface Post {
  /** Whom it was for: our id in the metadata; null when there is none. */
  ourId: string | null;
  sentAt: number;
  /** Who sent it. */
  from: Life;
  /** `maybe` until whoever sent it knows that Retell did not take it, or that it did. */
  known: "maybe" | "accepted" | "not accepted";
  /** What was answered, if an answer came. */
  status: number | null;
  /** When whoever sent it stopped waiting for the answer; null if never. */
  settledAt: number | null;
}

/** A delivery that Retell was told had been received. */
export interface Acknowledged {
  body: Buffer;
  at: number;
}

export interface Violation {
  /** Which guarantee of the reliability page; 0 for the program's own soundness. */
  guarantee: number;
  check: string;
  message: string;
}

/** What happened in a run, for the checks at its end. */
export class Chronicle {
  readonly posts: Post[] = [];
  readonly acknowledged: Acknowledged[] = [];
  /** When the clock of our machine was set wrong, if it was. */
  isClockRight = true;
  /** Deliveries that no program could apply. */
  readonly poison: Buffer[] = [];
  /** Calls whose request a person was told is written down. */
  readonly promised: string[] = [];
  readonly violations: Violation[] = [];
  events = 0;
  readonly #hash = createHash("sha256");
  readonly #lines: string[] | null;
  readonly #readTime: () => number;

  constructor(readTime: () => number, keepsLines: boolean) {
    this.#readTime = readTime;
    this.#lines = keepsLines ? [] : null;
  }

  readonly #troubles: number[] = [];
  #databaseBackAt = Number.NEGATIVE_INFINITY;

  /** Something has gone wrong with the world at this moment. */
  noteTrouble(at: number): void {
    this.#troubles.push(at);
  }

  noteDatabaseAway(until: number): void {
    this.#databaseBackAt = Math.max(this.#databaseBackAt, until);
    this.noteTrouble(until);
  }

  /** When something last went wrong, or will have. */
  lastTrouble(): number {
    return Math.max(Number.NEGATIVE_INFINITY, ...this.#troubles);
  }

  wasTroubledSince(moment: number): boolean {
    return this.wasTroubledBetween(moment, Number.POSITIVE_INFINITY);
  }

  wasTroubledBetween(from: number, to: number): boolean {
    return this.#troubles.some((at) => at >= from && at <= to);
  }

  wasDatabaseAway(now: number, lately: number): boolean {
    return this.#databaseBackAt >= now - lately;
  }

  trace(line: string): void {
    this.events += 1;
    const stamped = `${this.#readTime().toFixed(3).padStart(12)} ${line}\n`;
    this.#hash.update(stamped);
    this.#lines?.push(stamped);
  }

  violated(guarantee: number, check: string, message: string): void {
    this.violations.push({ guarantee, check, message });
    this.trace(`VIOLATED ${guarantee} ${check}: ${message}`);
  }

  /** The same for two runs in which the same happened. */
  digest(): string {
    return this.#hash.copy().digest("hex").slice(0, 16);
  }

  lines(): readonly string[] {
    return this.#lines ?? [];
  }
}
