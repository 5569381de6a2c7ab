import type { Acknowledged } from "../load/plan.ts";
import type { Taker } from "./stage.ts";

/** An acknowledged event must show in its call by then. */
const FOLDED_WITHIN_MS = 50;
const GIVE_UP_AFTER_MS = 5_000;

/** Looks for acknowledged events in their calls. */
export class FoldingWatch {
  readonly #taker: Taker;
  readonly #looks: Promise<boolean>[] = [];

  constructor(taker: Taker) {
    this.#taker = taker;
  }

  /** Looks at once. What the first look finds was there in time, however long a busy machine takes to look. */
  note({ callId, event, at }: Acknowledged): void {
    this.#looks.push(this.#look(callId, event, at));
  }

  async #look(callId: string, event: string, at: number): Promise<boolean> {
    if (await this.#taker.knows(callId, event)) return true;
    const age = () => performance.timeOrigin + performance.now() - at;
    while (age() < GIVE_UP_AFTER_MS)
      if (await this.#taker.knows(callId, event)) return age() <= FOLDED_WITHIN_MS;
    return false;
  }

  /** How many of those looked for were there in time, in per cent. */
  async percentInTime(): Promise<number> {
    const looks = await Promise.all(this.#looks);
    return (looks.filter(Boolean).length / looks.length) * 100;
  }
}
