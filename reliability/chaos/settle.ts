import { setTimeout as pause } from "node:timers/promises";
import { LOOK_UP_MS, lookedUp } from "./dialled-once.ts";
import { createsIn, deliveriesIn, type Evidence, type Recovery, readDatabase } from "./evidence.ts";
import { findBreaches, findLacks } from "./guarantees.ts";
import type { Stage } from "./stage.ts";
import type { Violation } from "./violation.ts";

/** Calls end, what webhooks did not bring is asked for, and the list of calls is read every half minute. */
const SETTLE_TIMEOUT_MS = 120_000;
const LOOK_EVERY_MS = 1_500;

export interface Settled {
  evidence: Evidence;
  violations: Violation[];
  /** How long it took from the last disturbance until nothing was missing; null when something still is. */
  settledAfterMs: number | null;
}

/** Looks again and again until everything holds, or until it ought to. */
export async function settle(
  stage: Stage,
  recoveries: readonly Recovery[],
  { waitForLookUps, say }: { waitForLookUps: boolean; say(line: string): void },
): Promise<Settled> {
  const began = Date.now();
  let until = began + SETTLE_TIMEOUT_MS;
  let isWaiting = false;
  for (;;) {
    const evidence = await gather(stage, recoveries);
    const lacks = findLacks(evidence);
    const looking = waitForLookUps ? lookedUp(evidence).length : 0;
    if (looking > 0 && lacks.length === 0 && !isWaiting) {
      isWaiting = true;
      until = Date.now() + LOOK_UP_MS;
      say(
        `All is well but for ${looking} calls that Retell never answered for; waiting until they are settled.`,
      );
    }
    const isSettled = lacks.length === 0 && looking === 0;
    if (isSettled || Date.now() > until) {
      const violations = [...findBreaches(evidence), ...lacks];
      return { evidence, violations, settledAfterMs: isSettled ? Date.now() - began : null };
    }
    if (lacks[0]) say(`${lacks.length} things are not settled yet, such as: ${lacks[0].what}`);
    await pause(LOOK_EVERY_MS);
  }
}

async function gather({ scene, load }: Stage, recoveries: readonly Recovery[]): Promise<Evidence> {
  const client = await scene.installation.postgres.connect();
  try {
    const retellCalls = await scene.retell.calls();
    const ledger = scene.retell.ledger().read();
    const database = await readDatabase(client);
    const history = await load.reader.allCalls();
    return {
      at: Date.now(),
      wishes: load.callers.wishes,
      creates: createsIn(ledger),
      deliveries: deliveriesIn(ledger),
      retellCalls,
      database,
      history,
      views: load.viewers.map(({ habit, rows }) => ({ habit, rows: [...rows.values()] })),
      forgeries: load.forgers.forgeries,
      recoveries,
    };
  } finally {
    await client.end();
  }
}
