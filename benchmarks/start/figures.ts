import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startEmbeddedPostgres } from "../../src/database/embedded-postgres.ts";
import { atMost, type Figure, type FigureOptions, type Row } from "../bench/figure.ts";
import { inTurns } from "../bench/rounds.ts";
import { freePort } from "../programs.ts";
import { plantCalls } from "../seed/plant.ts";

const CALLS = 5_000;
const DAYS = 90;
const READY = "Switchboard is running.";

export const startFigures: readonly Figure[] = [{ name: "start", measure }];

/** From the command to the line that says that everything runs: Postgres, pretend Retell, web server and worker. */
async function measure({ checkout, rounds }: FigureOptions): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), "switchboard-bench-start-"));
  try {
    await startOnce(checkout, dataDir);
    await plantInto(dataDir);
    const { ours } = await inTurns(
      { ours: async () => ({ seconds: await startOnce(checkout, dataDir) }) },
      rounds,
    );
    return [
      {
        ...{ figure: "start", what: "start on existing data → ready", unit: "s", ours: ours.seconds },
        ...{ baseline: null, target: atMost(3) },
      },
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Starts everything, stops it again, and gives the seconds until it was ready. */
async function startOnce(checkout: string, dataDir: string): Promise<number> {
  const port = String(await freePort());
  const began = performance.now();
  const child = spawn(process.execPath, [join(checkout, "src/cli/start.ts")], {
    cwd: checkout,
    env: {
      PATH: process.env.PATH ?? "",
      ...{ DATA_DIR: dataDir, PORT: port, HOST: "127.0.0.1", APP_URL: `http://127.0.0.1:${port}` },
      ...{ RETELL_MODE: "simulator", NODE_ENV: "production" },
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  let seconds: number | null = null;
  for await (const line of createInterface(child.stdout)) {
    if (line !== READY || seconds !== null) continue;
    seconds = (performance.now() - began) / 1000;
    child.kill("SIGTERM");
  }
  await ended;
  if (seconds === null) throw new Error("The console ended before it was ready.");
  return seconds;
}

async function plantInto(dataDir: string): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    await plantCalls({
      ...{ databaseUrl: postgres.adminUrl, seed: "start", calls: CALLS, after: 0, days: DAYS },
      until: new Date(new Date().setUTCHours(0, 0, 0, 0)),
    });
  } finally {
    await postgres.stop();
  }
}
