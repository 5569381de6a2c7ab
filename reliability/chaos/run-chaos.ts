import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { ensureProductBuild } from "../../benchmarks/bench/builds.ts";
import type { Recovery } from "./evidence.ts";
import type { Load } from "./load.ts";
import { type Burst, drawPlan } from "./plan.ts";
import { disturbAndWatch } from "./recovery.ts";
import { type Settled, settle } from "./settle.ts";
import { Stage } from "./stage.ts";

export interface ChaosOptions {
  root: string;
  seed: string;
  /** How many disturbances. */
  kills: number;
  /** No burst begins later than this. */
  minutes: number;
  longestFreezeMs: number;
  /** Whether to wait until the console has settled what Retell never answered, which takes ten minutes. */
  waitForLookUps: boolean;
  say(line: string): void;
}

export interface ChaosResult extends Settled {
  seed: string;
  bursts: readonly Burst[];
  load: Load;
  endedByThemselves: readonly string[];
  tookMs: number;
}

/** Runs the built product under load, disturbs it as planned, and looks at what is left once it is quiet. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const began = Date.now();
  const { root, seed, say } = options;
  ensureProductBuild(root);
  const folder = await mkdtemp(join(tmpdir(), "switchboard-chaos-"));
  // Run by root, Postgres is another user and must be able to get in.
  await chmod(folder, 0o755);
  let isClean = false;
  const stage = await Stage.set({ root, seed, isPatient: options.waitForLookUps, folder });
  try {
    say(`Running at ${stage.scene.installation.url}, seed ${seed}`);
    const bursts = drawPlan(seed, options.kills, options.longestFreezeMs);
    const recoveries = await disturbAll(stage, bursts, options);
    await stage.load.cease();
    await stage.scene.retell.behave();
    // Requests that Retell never answers would wait for half a minute more.
    await stage.scene.gates["to Retell"].cut(0);
    const settled = await settle(stage, recoveries, options);
    isClean = settled.violations.length === 0;
    return {
      ...settled,
      seed,
      bursts: bursts.slice(0, recoveries.length),
      load: stage.load,
      endedByThemselves: stage.scene.installation.endedByThemselves,
      tookMs: Date.now() - began,
    };
  } catch (error) {
    say(stage.scene.installation.lastWords());
    throw error;
  } finally {
    await stage.clear();
    if (isClean) await rm(folder, { recursive: true, force: true });
    else say(`The logs, the ledger and the database are kept in ${folder}`);
  }
}

async function disturbAll(
  { scene }: Stage,
  bursts: readonly Burst[],
  options: ChaosOptions,
): Promise<Recovery[]> {
  const until = Date.now() + options.minutes * 60_000;
  const ledger = scene.retell.ledger();
  const recoveries: Recovery[] = [];
  for (const [index, burst] of bursts.entries()) {
    if (Date.now() > until) break;
    const recovery = await disturbAndWatch(scene, burst, ledger);
    recoveries.push(recovery);
    options.say(
      `${index + 1}/${bursts.length} ${recovery.struck.join(" + ")}: work resumed ${recovery.resumedAfterMs} ms after they were back, ${recovery.inAllMs} ms in all`,
    );
    await pause(burst.calmMs);
  }
  return recoveries;
}
