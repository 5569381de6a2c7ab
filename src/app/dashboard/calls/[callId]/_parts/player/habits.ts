const STORED_AS = "switchboard-listening";

/** How a person likes to listen; kept in their browser from one call to the next. */
export interface Habits {
  speed: number;
  skipping: boolean;
  /** From 0 to 1; what it was is kept while nothing is to be heard. */
  volume: number;
  muted: boolean;
}

const none: Habits = { speed: 1, skipping: false, volume: 1, muted: false };

export function readHabits(speeds: readonly number[]): Habits {
  try {
    const kept: Partial<Habits> | null = JSON.parse(localStorage.getItem(STORED_AS) ?? "null");
    const speed = speeds.find((one) => one === kept?.speed) ?? none.speed;
    const volume = typeof kept?.volume === "number" && kept.volume >= 0 && kept.volume <= 1 ? kept.volume : 1;
    return { speed, skipping: kept?.skipping === true, volume, muted: kept?.muted === true };
  } catch {
    return none;
  }
}

export function keepHabits(habits: Habits): void {
  try {
    localStorage.setItem(STORED_AS, JSON.stringify(habits));
  } catch {
    // A browser that stores nothing for us plays the next call as the first.
  }
}
