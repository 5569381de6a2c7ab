import { setTimeout as sleep } from "node:timers/promises";

const LOOK_EVERY_MS = 25;
const GIVE_UP_AFTER_MS = 20_000;

/** Looks until what is seen satisfies, and gives it back. Fails with the last thing seen. */
export async function eventually<T>(
  look: () => Promise<T> | T,
  satisfies: (seen: T) => boolean,
  giveUpAfterMs = GIVE_UP_AFTER_MS,
): Promise<T> {
  const deadline = Date.now() + giveUpAfterMs;
  for (;;) {
    const seen = await look();
    if (satisfies(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`Not seen in ${giveUpAfterMs} ms; last: ${JSON.stringify(seen)?.slice(0, 2000)}`);
    await sleep(LOOK_EVERY_MS);
  }
}
