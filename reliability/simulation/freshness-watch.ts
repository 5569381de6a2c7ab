import type { RealDatabase } from "./database/real-database.ts";
import type { VirtualClock } from "./machine/virtual-clock.ts";
import type { Viewer } from "./processes/viewer.ts";

const LOOK_EVERY_MS = 2_500;
/** News are told, gathered and read within less, even by a slow database. */
const SEEN_WITHIN_MS = 6_000;

/** Guarantee 6 while it runs: who is connected sees each call as it has been for some seconds. */
export class FreshnessWatch {
  readonly #clock: VirtualClock;
  readonly #real: RealDatabase;
  readonly #viewers: readonly Viewer[];
  readonly #old: (message: string) => void;

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
  watchUntil(moment: number, quietSince: () => number, ourClock: () => number): void {
    const look = async () => {
      const settled = this.#clock.now - SEEN_WITHIN_MS;
      if (quietSince() < settled) await this.#look(settled, ourClock());
      if (this.#clock.now < moment) this.#clock.after(LOOK_EVERY_MS, look);
    };
    this.#clock.after(LOOK_EVERY_MS, look);
  }

  async #look(settled: number, ourClock: number): Promise<void> {
    const rows = await this.#real.look<{ id: string; status: string }>(
      `select id, status from retell_calls
       where updated_at < to_timestamp($1::double precision / 1000) order by id`,
      [ourClock - SEEN_WITHIN_MS],
    );
    for (const viewer of this.#viewers) {
      if (viewer.connectedAt === null || viewer.connectedAt > settled) continue;
      for (const { id, status } of rows) {
        const seen = viewer.seen.get(id)?.status;
        if (seen !== status)
          this.#old(`A viewer sees ${id} as ${seen}, which has been ${status} for seconds.`);
      }
    }
  }
}
