import type { RealDatabase } from "./database/real-database.ts";
import type { VirtualClock } from "./machine/virtual-clock.ts";
import type { Viewer } from "./processes/viewer.ts";
import { lookAtRows, oldIn, type StandingRows } from "./standing-rows.ts";

const LOOK_EVERY_MS = 2_000;
/** News are told, gathered and read within less, even by a slow database. */
const SEEN_WITHIN_MS = 6_000;

/** Guarantee 6 while it runs: who is connected sees each call as it has been for some seconds. */
export class FreshnessWatch {
  readonly #clock: VirtualClock;
  readonly #real: RealDatabase;
  readonly #viewers: readonly Viewer[];
  readonly #old: (message: string) => void;
  /** What stood there at the last looks, the latest last. */
  readonly #looks: { at: number; rows: StandingRows }[] = [];

  constructor(
    clock: VirtualClock,
    real: RealDatabase,
    viewers: readonly Viewer[],
    old: (message: string) => void,
  ) {
    this.#clock = clock;
    this.#real = real;
    this.#viewers = viewers;
    this.#old = old;
  }

  /** Looks again and again for as long as told. `quietSince` is when whatever delays news was last at work. */
  watchUntil(moment: number, quietSince: () => number): void {
    const look = async () => {
      await this.#look(quietSince());
      if (this.#clock.now < moment) this.#clock.after(LOOK_EVERY_MS, look);
    };
    this.#clock.after(LOOK_EVERY_MS, look);
  }

  async #look(quietSince: number): Promise<void> {
    const settled = this.#clock.now - SEEN_WITHIN_MS;
    const rows = await lookAtRows(
      this.#real,
      this.#viewers.map(({ seen }) => seen),
    );
    this.#looks.push({ at: this.#clock.now, rows });
    while ((this.#looks[1]?.at ?? Number.POSITIVE_INFINITY) <= settled) this.#looks.shift();
    const [before] = this.#looks;
    if (before === undefined || before.at > settled || quietSince >= settled) return;
    for (const viewer of this.#viewers) {
      if (viewer.connectedAt === null || viewer.connectedAt > settled) continue;
      for (const what of oldIn(viewer.seen, before.rows, rows)) this.#old(`For seconds a viewer ${what}.`);
    }
  }
}
