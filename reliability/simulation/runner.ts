import { parseArgs } from "node:util";
import { installModuleHooks } from "./machine/module-hooks.ts";

// One runner process: runs the seeds it is told, one after the other, and tells its parent what became of each.

const { values } = parseArgs({
  options: {
    "admin-url": { type: "string", default: "" },
    system: { type: "string", default: "switchboard" },
    mutant: { type: "string" },
  },
});

export interface Order {
  seeds: number[];
  keepsTrace: boolean;
  /** Whether the first violation is enough. */
  stopsAtViolation: boolean;
}

// Settings are read by the program's own modules when they load, so they are set before.
Object.assign(process.env, {
  APP_URL: "http://switchboard.simulated",
  AUTH_SECRET: "the secret of the simulation, long enough",
  RETELL_MODE: "simulator",
  RETELL_API_KEY: "key_simulated",
  RETELL_BASE_URL: "http://retell.simulated",
  LOG_LEVEL: "silent",
});
process.on("disconnect", () => process.exit(1));

const { findMutant } = await import("../mutants/index.ts");
const mutant = values.mutant === undefined ? null : findMutant(values.mutant);
installModuleHooks(mutant?.source ?? []);
const { installVirtualGlobals } = await import("./machine/virtual-globals.ts");
installVirtualGlobals();

const { RealDatabase } = await import("./database/real-database.ts");
const { runSeed } = await import("./run.ts");
const system = await systemNamed(values.system);
const real = await RealDatabase.open(values["admin-url"], `run_${process.pid}`, [
  ...system.sql,
  ...(mutant?.sql ?? []),
]);

process.on("message", (order: Order) => void obey(order));
process.send?.({ ready: true });

async function obey({ seeds, keepsTrace, stopsAtViolation }: Order): Promise<void> {
  for (const seed of seeds) {
    const result = await runSeed(seed, system, real, { keepsTrace });
    process.send?.({ result });
    if (stopsAtViolation && result.violations.length > 0) break;
  }
  process.send?.({ idle: true });
}

async function systemNamed(name: string) {
  if (name === "plain") return (await import("./plain.ts")).plain;
  return (await import("./switchboard.ts")).switchboard;
}
