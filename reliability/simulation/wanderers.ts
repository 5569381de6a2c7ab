import type { RealDatabase } from "./database/real-database.ts";
import type { VirtualDatabase } from "./database/virtual-database.ts";
import type { Chance } from "./machine/chance.ts";
import type { VirtualClock } from "./machine/virtual-clock.ts";
import type { Viewer } from "./processes/viewer.ts";
import { lookAtRows, oldIn } from "./standing-rows.ts";

/** So often somebody comes or goes in a run: each time costs it some readings. */
const DEPARTURES_MAX = 3;
const LONG_DEPARTURES_MAX = 2;
const ARRIVALS_MAX = 6;
/** Chance that somebody leaves for long soon after hearing of something. */
const LEAVES_FOR_LONG = 0.15;
/** By then what was heard has been read. */
const LEAVES_AFTER_MS = 1_000;
const LONG_AWAY_MS = [2_000, 40_000] as const;
/** Chance that somebody comes back while a commit is held up. */
const ARRIVES = 0.4;
/** How long before the commit, with a database of usual speed: so that catching up begins before it or ends after it. */
const GLIMPSES_AHEAD_MS = [2, 40] as const;
/** So that catching up is at its end just then. */
const STAYS_AHEAD_MS = [8, 28] as const;
/** Longer than a round trip to a database of usual speed. */
const COMMITTED_WITHIN_MS = 5;
const LOOK_AGAIN_MS = 10;
/** Longer than a notice takes to whoever watches. */
const TOLD_WITHIN_MS = 60;
/** Longer than whatever was told takes to be read, by a slow database too. */
const READ_WITHIN_MS = 10_000;

interface WanderersParts {
  clock: VirtualClock;
  chance: Chance;
  real: RealDatabase;
  database: VirtualDatabase;
  /** By how much the database takes longer than usual. */
  slowness: number;
  /** Whether notices have come without a gap since then. */
  hasListenedSince(moment: number): boolean;
  old(message: string): void;
}

/**
 * Guarantee 6 at the worst moments, which are those when one change is told of while another is still to be
 * committed. Twins of viewers leave then, or come back by the last event that they know of, as whoever was cut off
 * would. Then they must see each call as it stands.
 */
export class Wanderers {
  readonly #parts: WanderersParts;
  #departures = 0;
  #longDepartures = 0;
  #arrivals = 0;
  /** Who left at such a moment, and has missed what came after. */
  readonly #behind: Viewer[] = [];

  constructor(parts: WanderersParts) {
    this.#parts = parts;
  }

  /** A viewer has heard of a change. */
  heardPoint(viewer: Viewer): void {
    const { chance, database } = this.#parts;
    if (this.#departures < DEPARTURES_MAX && database.hasOpenWrites) {
      this.#departures += 1;
      this.#behind.push(viewer.twin());
      void this.#missCommit(viewer);
    } else if (this.#longDepartures < LONG_DEPARTURES_MAX && chance.happens(LEAVES_FOR_LONG)) {
      this.#longDepartures += 1;
      void this.#stayAway(viewer);
    }
  }

  /** What was written is to be committed only after so long. */
  commitHeldUp(ms: number, viewers: readonly Viewer[]): void {
    const { chance } = this.#parts;
    if (this.#arrivals === ARRIVALS_MAX || !chance.happens(ARRIVES)) return;
    this.#arrivals += 1;
    void this.#glimpse(this.#behind.shift() ?? chance.pick(viewers), ms);
    void this.#stay(chance.pick(viewers), ms);
  }

  /** Leaves before the other change is committed, and comes back after it. */
  async #missCommit(viewer: Viewer): Promise<void> {
    const twin = viewer.twin();
    await this.#allCommitted();
    await this.#comeBack(twin);
  }

  /** Comes before the commit, only for as long as it takes to learn where to go on, and once more after it. */
  async #glimpse(viewer: Viewer, commitInMs: number): Promise<void> {
    const twin = viewer.twin(() => twin.leave());
    await this.#pauseUntilAhead(GLIMPSES_AHEAD_MS, commitInMs);
    twin.connect();
    await this.#until(() => twin.hasPoint);
    twin.leave();
    await this.#allCommitted();
    await this.#comeBack(twin.twin());
  }

  /** Comes when the change is about to be committed: perhaps too late to be caught up, and too early to be told. */
  async #stay(viewer: Viewer, commitInMs: number): Promise<void> {
    const aheadMs = await this.#pauseUntilAhead(STAYS_AHEAD_MS, commitInMs);
    const twin = viewer.twin();
    twin.connect();
    await this.#pause(aheadMs + COMMITTED_WITHIN_MS * this.#parts.slowness);
    await this.#judge(twin);
  }

  async #stayAway(viewer: Viewer): Promise<void> {
    await this.#pause(LEAVES_AFTER_MS);
    const twin = viewer.twin();
    await this.#pause(this.#parts.chance.between(...LONG_AWAY_MS));
    await this.#comeBack(twin);
  }

  #comeBack(twin: Viewer): Promise<void> {
    twin.connect();
    return this.#judge(twin);
  }

  /** Whoever is back is soon told of all that has been committed before. */
  async #judge(twin: Viewer): Promise<void> {
    const { hasListenedSince, old } = this.#parts;
    const { connectedAt } = twin;
    const before = await this.#look(twin);
    await this.#pause(TOLD_WITHIN_MS);
    await this.#until(() => twin.hasPoint && twin.hasReadAll);
    const now = await this.#look(twin);
    // Cut off meanwhile, whoever it was: that is the beginning of another story.
    const isStillThere = connectedAt !== null && twin.connectedAt === connectedAt;
    const hasHeardAll = isStillThere && twin.hasPoint && twin.hasReadAll && hasListenedSince(connectedAt);
    twin.leave();
    if (!hasHeardAll) return;
    for (const what of oldIn(twin.seen, before, now)) old(`Whoever came back ${what}.`);
  }

  #look(twin: Viewer) {
    const { clock, real } = this.#parts;
    return clock.do(0, null, () => lookAtRows(real, [twin.seen]));
  }

  /** Until some time before the commit. Answers how long before. */
  async #pauseUntilAhead([least, most]: readonly [number, number], commitInMs: number): Promise<number> {
    const { chance, slowness } = this.#parts;
    const aheadMs = Math.min(commitInMs, chance.between(least, most) * slowness);
    await this.#pause(commitInMs - aheadMs);
    return aheadMs;
  }

  #allCommitted(): Promise<void> {
    return this.#until(() => !this.#parts.database.hasOpenWrites);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.#parts.clock.after(ms, resolve));
  }

  /** Until it is so, or has not been for long. */
  async #until(isSo: () => boolean): Promise<void> {
    const { clock } = this.#parts;
    const latest = clock.now + READ_WITHIN_MS;
    while (!isSo() && clock.now < latest) await this.#pause(LOOK_AGAIN_MS);
  }
}
