import type { Chance } from "./chance.ts";
import type { Life } from "./life.ts";

/** Something that is to happen at a virtual moment. */
interface Happening {
  at: number;
  /** Drawn from the seed: which of two happenings of one moment comes first. */
  lot: number;
  happen: (() => void | Promise<void>) | null;
}

export interface Pending {
  cancel(): void;
}

/** The settling of what code does by itself between two happenings: promises and ticks, but no waiting. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Virtual time. It stands still while anything runs, and jumps to the next happening when nothing does.
 * Happenings come one at a time, each to its end, in an order that the seed alone decides.
 */
export class VirtualClock {
  now: number;
  readonly startedAt: number;
  readonly #chance: Chance;
  /** A binary heap, the next happening on top. */
  readonly #heap: Happening[] = [];

  constructor(now: number, chance: Chance) {
    this.now = now;
    this.startedAt = now;
    this.#chance = chance;
  }

  after(ms: number, happen: () => void | Promise<void>): Pending {
    return this.at(this.now + Math.max(0, ms), happen);
  }

  /** Does something that waits for the real world, at a moment of its own, and gives its result to whoever lives then. */
  do<T>(ms: number, life: Life | null, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.after(ms, async () => {
        if (life?.isAlive === false) return;
        await work().then(resolve, reject);
      });
    });
  }

  at(moment: number, happen: () => void | Promise<void>): Pending {
    const happening: Happening = { at: Math.max(moment, this.now), lot: this.#chance.float(), happen };
    this.#push(happening);
    return {
      cancel() {
        happening.happen = null;
      },
    };
  }

  /** Lets things happen until the moment has come, or until enough has happened. */
  async runUntil(moment: number, isEnough: () => boolean = () => false): Promise<void> {
    await settled();
    while (!isEnough()) {
      const next = this.#heap[0];
      if (next === undefined || next.at > moment) break;
      this.#pop();
      if (next.happen === null) continue;
      this.now = next.at;
      await next.happen();
      await settled();
    }
    if (!isEnough()) this.now = Math.max(this.now, moment);
  }

  #push(happening: Happening): void {
    const heap = this.#heap;
    heap.push(happening);
    let index = heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#swapIfLater(parent, index)) break;
      index = parent;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const right = left + 1;
      const least = right < heap.length && isBefore(heap[right], heap[left]) ? right : left;
      if (least >= heap.length || !this.#swapIfLater(index, least)) return;
      index = least;
    }
  }

  #swapIfLater(upper: number, lower: number): boolean {
    const [above, below] = [this.#heap[upper], this.#heap[lower]];
    if (above === undefined || below === undefined || !isBefore(below, above)) return false;
    this.#heap[upper] = below;
    this.#heap[lower] = above;
    return true;
  }
}

function isBefore(one: Happening | undefined, other: Happening | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one.at !== other.at ? one.at < other.at : one.lot < other.lot;
}
