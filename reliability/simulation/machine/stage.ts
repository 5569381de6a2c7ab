import type { Chance } from "./chance.ts";
import { currentLife } from "./life.ts";
import type { VirtualClock } from "./virtual-clock.ts";

type Fetch = typeof globalThis.fetch;

/** What the globals speak of while a world runs. One world runs at a time. */
export interface Stage {
  clock: VirtualClock;
  /** For Math.random. */
  chance: Chance;
  /** By how much the clock of our machine is wrong, in ms. Retell's is right. */
  clockErrorMs: number;
  fetch: Fetch;
}

let running: Stage | null = null;

export function setStage(stage: Stage | null): void {
  running = stage;
}

export function stage(): Stage | null {
  return running;
}

/** What the code that runs would read off its clock. */
export function readClock({ clock, clockErrorMs }: Stage): number {
  return Math.floor(clock.now) + (currentLife() === null ? 0 : clockErrorMs);
}
