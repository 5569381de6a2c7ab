import { setTimeout as pause } from "node:timers/promises";
import { disturb, type Scene } from "./disturb.ts";
import type { Recovery } from "./evidence.ts";
import { type Burst, wordsFor } from "./plan.ts";
import type { LedgerTail } from "./retell.ts";

const LOOK_EVERY_MS = 25;
/** Past this nobody waits any longer for work to resume. */
const GIVE_UP_MS = 60_000;

/**
 * Lets a burst happen and waits until work goes on: the console says that it is ready, a call is sent to Retell
 * (the worker works) and a webhook is acknowledged (web and Postgres work), all after the last process was back.
 */
export async function disturbAndWatch(
  scene: Scene,
  { disturbances }: Burst,
  ledger: LedgerTail,
): Promise<Recovery> {
  const began = Date.now();
  const back = await Promise.all(
    disturbances.map(async ({ afterMs, disturbance }) => {
      await pause(afterMs);
      return disturb(scene, disturbance);
    }),
  );
  const since = Math.max(...back);
  const resumedAt = await workSince(since, scene, ledger);
  return {
    struck: disturbances.map(({ disturbance }) => wordsFor(disturbance)),
    resumedAfterMs: resumedAt && resumedAt - since,
    inAllMs: resumedAt && resumedAt - began,
  };
}

async function workSince(since: number, { installation }: Scene, ledger: LedgerTail): Promise<number | null> {
  const seen = { healthy: false, dialled: false, acknowledged: false };
  while (Date.now() - since < GIVE_UP_MS) {
    seen.healthy ||= await installation.isHealthy();
    for (const line of ledger.read()) {
      if (line.kind === "create") seen.dialled ||= line.at >= since;
      if (line.kind === "delivery") seen.acknowledged ||= line.at >= since && line.status === 200;
    }
    if (seen.healthy && seen.dialled && seen.acknowledged) return Date.now();
    await pause(LOOK_EVERY_MS);
  }
  return null;
}
