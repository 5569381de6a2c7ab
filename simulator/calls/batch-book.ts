import type { CallWindow } from "./call-window.ts";
import type { TaskOrder } from "./order.ts";

export interface Batch {
  batchId: string;
  name: string;
  fromNumber: string;
  tasks: TaskOrder[];
  triggerTimestamp: number;
  /** Slots that it leaves to everybody else. */
  reserved: number;
  window?: CallWindow;
}

export type BatchChange =
  | { kind: "batch"; batch: Batch }
  | { kind: "batch_progress"; batchId: string; next: number };

/** The batches of an account, and how far each has come. */
export class BatchBook {
  readonly #batches = new Map<string, Batch>();
  readonly #next = new Map<string, number>();
  #onChange: (change: BatchChange) => void = () => {};

  onChange(listener: (change: BatchChange) => void): void {
    this.#onChange = listener;
  }

  /** Puts in what is known already; nobody is told. */
  restore(change: BatchChange): void {
    if (change.kind === "batch") this.#batches.set(change.batch.batchId, change.batch);
    else this.#next.set(change.batchId, change.next);
  }

  add(batch: Batch): void {
    this.#take({ kind: "batch", batch });
  }

  /** Those with callees left, the oldest first. */
  pending(): Batch[] {
    return [...this.#batches.values()].filter((batch) => this.nextTask(batch) !== undefined);
  }

  nextTask({ batchId, tasks }: Batch): TaskOrder | undefined {
    return tasks[this.#next.get(batchId) ?? 0];
  }

  /** The next callee has had their turn. */
  advance({ batchId }: Batch): void {
    this.#take({ kind: "batch_progress", batchId, next: (this.#next.get(batchId) ?? 0) + 1 });
  }

  #take(change: BatchChange): void {
    this.restore(change);
    this.#onChange(change);
  }
}
