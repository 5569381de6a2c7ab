/** A notice as the database sends it. */
export interface Notice {
  horizon: string;
  ids: readonly string[];
}

/** Calls changed, as it is told to all who watch. */
export interface CallsNotice {
  /** A resume point: nothing that changed before it is untold. */
  horizon: string;
  /** `{"ids": […]}`. */
  data: string;
}

/**
 * Each telling costs a write for everybody who watches. So many a second are told one by one, and so many at once
 * after a pause; what comes faster is told together.
 */
const TELLINGS_PER_SECOND = 60;
const TELLINGS_AT_ONCE = 20;
const TELLING_MS = 1_000 / TELLINGS_PER_SECOND;
/** From so many calls in a telling on it is a flood, in which no eye follows a single one. */
const FLOOD_CALLS = 30;
const FLOOD_TELLING_MS = 4 * TELLING_MS;

export interface Gathering {
  add(notice: Notice): void;
  stop(): void;
}

/**
 * Tells notices at once while they are few, and together while they are many: a sixtieth of a second later at most, and a
 * fifteenth in a flood.
 */
export function gatherNotices(tell: (notice: CallsNotice) => void): Gathering {
  let ids = new Set<string>();
  let horizon = "";
  let timer: NodeJS.Timeout | null = null;
  /** Up to when tellings are spent; it lies behind us while few are. */
  let spentUntil = Number.NEGATIVE_INFINITY;

  function tellGathered(): void {
    timer = null;
    const gathered = ids;
    ids = new Set();
    const spent = gathered.size < FLOOD_CALLS ? TELLING_MS : FLOOD_TELLING_MS;
    spentUntil = Math.max(spentUntil, performance.now() - TELLINGS_AT_ONCE * TELLING_MS) + spent;
    tell({ horizon, data: JSON.stringify({ ids: [...gathered] }) });
  }

  return {
    add(notice) {
      for (const id of notice.ids) ids.add(id);
      // Told last, the latest is where to go on from, as if each had been told by itself.
      horizon = notice.horizon;
      if (timer !== null) return;
      const wait = spentUntil - performance.now();
      if (wait <= 0) tellGathered();
      else timer = setTimeout(tellGathered, wait);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
    },
  };
}
