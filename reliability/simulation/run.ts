import type { Violation } from "./chronicle.ts";
import type { RealDatabase } from "./database/real-database.ts";
import { realNow } from "./machine/virtual-globals.ts";
import type { System } from "./system.ts";
import { World } from "./world.ts";

/** What became of one run. */
export interface RunResult {
  seed: number;
  violations: Violation[];
  /** The same whenever the same happened. */
  digest: string;
  events: number;
  virtualMs: number;
  realMs: number;
  /** Of this process; Postgres not included. */
  cpuMs: number;
  trace: readonly string[];
}

/** Runs one seed from an empty database to the verdict. */
export async function runSeed(
  seed: number,
  system: System,
  real: RealDatabase,
  options: { keepsTrace?: boolean } = {},
): Promise<RunResult> {
  const beganAt = realNow();
  const cpuBefore = process.cpuUsage();
  await real.wipe();
  const world = new World(seed, system, real, options.keepsTrace ?? false);
  const { chronicle, clock } = world;
  const unheard = (error: unknown) =>
    chronicle.violated(
      0,
      "unhandled",
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    );
  process.on("unhandledRejection", unheard);
  process.on("uncaughtException", unheard);
  try {
    const unfinished = await world.run();
    const evidence = await world.evidence(unfinished);
    for (const check of system.checks)
      for (const { guarantee, message } of await check.look(evidence))
        chronicle.violated(guarantee, check.name, message);
  } finally {
    process.off("unhandledRejection", unheard);
    process.off("uncaughtException", unheard);
    await world.close();
  }
  return {
    seed,
    violations: chronicle.violations,
    digest: chronicle.digest(),
    events: chronicle.events,
    virtualMs: clock.now - clock.startedAt,
    realMs: realNow() - beganAt,
    cpuMs: cpuSince(cpuBefore),
    trace: chronicle.lines(),
  };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
