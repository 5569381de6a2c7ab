import type { CallStart, CreateAttempt, DeliveryAttempt, LedgerLine, Limit } from "./ledger-lines.ts";
import type { LedgerFile } from "./state/ledger-file.ts";

/** The oldest lines go in portions of this share, since taking them away one by one is slow. */
const PORTION = 0.1;

/** What was highest so far, and how often a limit was run into. Old lines give way to new ones; this remains. */
export interface HighWaterMarks {
  live: number;
  dialled_in_second: number;
  refused_for_rate: number;
  refused_for_concurrency: number;
}

const NOTHING_YET: HighWaterMarks = {
  live: 0,
  dialled_in_second: 0,
  refused_for_rate: 0,
  refused_for_concurrency: 0,
};

/** What happened, for tests and for the curious. */
export class Ledger {
  readonly creates: CreateAttempt[] = [];
  readonly starts: CallStart[] = [];
  readonly deliveries: DeliveryAttempt[] = [];
  readonly #kept: number;
  readonly #file: LedgerFile | null;
  #marks: HighWaterMarks = NOTHING_YET;
  #createsEver = 0;

  /** Keeps at least so many of the newest lines of each kind, after those that the file remembers. */
  constructor(kept: number, file: LedgerFile | null) {
    this.#kept = kept;
    this.#file = file;
    for (const line of file?.read() ?? []) this.#take(line);
  }

  /** Begins to write into the file. */
  begin(): void {
    this.#file?.begin();
  }

  close(): void {
    this.#file?.close();
  }

  get marks(): HighWaterMarks {
    return { ...this.#marks };
  }

  /** How many creates there were, those no longer kept included. */
  get createsEver(): number {
    return this.#createsEver;
  }

  recordCreate(attempt: CreateAttempt): void {
    this.#write({ kind: "create", ...attempt });
  }

  recordStart(start: CallStart): void {
    this.#write({ kind: "start", ...start });
  }

  recordDelivery(attempt: DeliveryAttempt): void {
    this.#write({ kind: "delivery", ...attempt });
  }

  deliveriesOf(callId: string): DeliveryAttempt[] {
    return this.deliveries.filter((delivery) => delivery.call_id === callId);
  }

  clear(): void {
    this.#write({ kind: "cleared" });
  }

  #write(line: LedgerLine): void {
    this.#file?.append(line);
    this.#take(line);
  }

  #take(line: LedgerLine): void {
    if (line.kind === "create") this.#takeCreate(line);
    else if (line.kind === "start") this.#takeStart(line);
    else if (line.kind === "delivery") this.#keep(this.deliveries, line);
    else this.#forget();
  }

  #takeCreate(line: LedgerLine & { kind: "create" }): void {
    this.#createsEver += 1;
    if (line.refused_for) this.#marks = { ...this.#marks, ...oneMore(this.#marks, line.refused_for) };
    this.#keep(this.creates, line);
  }

  #takeStart(line: LedgerLine & { kind: "start" }): void {
    const { live, dialled_in_second: dialled } = this.#marks;
    this.#marks = {
      ...this.#marks,
      live: Math.max(live, line.live),
      dialled_in_second: Math.max(dialled, line.dialled_in_second ?? 0),
    };
    this.#keep(this.starts, line);
  }

  #forget(): void {
    for (const lines of [this.creates, this.starts, this.deliveries]) lines.length = 0;
    this.#marks = NOTHING_YET;
  }

  #keep<T extends { kind: string }>(lines: Omit<T, "kind">[], { kind: _, ...line }: T): void {
    lines.push(line);
    if (lines.length > this.#kept * (1 + PORTION)) lines.splice(0, lines.length - this.#kept);
  }
}

function oneMore(marks: HighWaterMarks, limit: Limit): Partial<HighWaterMarks> {
  return limit === "rate"
    ? { refused_for_rate: marks.refused_for_rate + 1 }
    : { refused_for_concurrency: marks.refused_for_concurrency + 1 };
}
