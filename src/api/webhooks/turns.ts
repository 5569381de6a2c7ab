/**
 * Does little things a few at a time, with everything else in between. A flood of requests that are
 * refused at once would be answered by the next flood; taken in turns, it leaves room for real work.
 */
export class Turns {
  readonly #perTurn: number;
  #waiting: (() => void)[] = [];
  #next = 0;

  constructor(perTurn: number) {
    this.#perTurn = perTurn;
  }

  add(work: () => void): void {
    this.#waiting.push(work);
    if (this.#waiting.length === 1) setImmediate(() => this.#take());
  }

  #take(): void {
    const until = Math.min(this.#next + this.#perTurn, this.#waiting.length);
    for (; this.#next < until; this.#next += 1) this.#waiting[this.#next]?.();
    if (this.#next < this.#waiting.length) {
      // What is done is dropped now and then, so that a flood without end does not grow the list.
      if (this.#next > this.#waiting.length / 2) this.#drop();
      setImmediate(() => this.#take());
    } else this.#drop();
  }

  #drop(): void {
    this.#waiting = this.#waiting.slice(this.#next);
    this.#next = 0;
  }
}
