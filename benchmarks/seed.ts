import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { withDatabase } from "../src/cli/_start/with-database.ts";
import { environmentWith, settings } from "../src/config/index.ts";
import { lookAt, obstacleInSettings } from "./seed/obstacle.ts";
import { plantCalls } from "./seed/plant.ts";

// pnpm seed --calls N [--seed NAME] [--days N] [--add]: a development database full of believable calls.
const DAYS = "365";
const TELL_EVERY_CALLS = 20_000;
const root = fileURLToPath(new URL("..", import.meta.url));
const say = (line: string) => process.stdout.write(`${line}\n`);
const thousands = (count: number) => count.toLocaleString("en-US");

process.chdir(root);
try {
  const { values } = parseArgs({
    options: {
      calls: { type: "string" },
      seed: { type: "string", default: "lakeside" },
      days: { type: "string", default: DAYS },
      add: { type: "boolean", default: false },
    },
  });
  const [calls, days] = [countIn("--calls", values.calls), countIn("--days", values.days)];
  const asked = settings();
  refuseIf(obstacleInSettings(asked));
  await withDatabase(asked, async (found) => {
    prepare(found);
    const { obstacle, calls: after } = await lookAt(found.DATABASE_URL, values);
    refuseIf(obstacle);
    await seed(found.DATABASE_URL, { calls, days, after, seed: values.seed });
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function seed(
  databaseUrl: string,
  planting: { calls: number; days: number; after: number; seed: string },
): Promise<void> {
  const until = new Date(new Date().setUTCHours(0, 0, 0, 0));
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  await plantCalls({
    ...planting,
    databaseUrl,
    until,
    onProgress(planted) {
      if (planted % TELL_EVERY_CALLS === 0)
        say(`${thousands(planted)} calls after ${seconds().toFixed(0)} s`);
    },
  });
  say(
    `Planted ${thousands(planting.calls)} calls of the ${planting.days} days before ${until.toISOString().slice(0, 10)}, with their webhooks, attempts and audit lines, in ${seconds().toFixed(0)} s; the same again with --seed ${planting.seed} on the same day.`,
  );
}

/** Brings the database up to date and makes the first admin, as every start does, in a process of its own. */
function prepare(found: Record<string, string>): void {
  const program = fileURLToPath(new URL("../src/cli/prepare.ts", import.meta.url));
  const ended = spawnSync(process.execPath, [program], { env: environmentWith(found), encoding: "utf8" });
  if (ended.status !== 0) throw new Error(ended.stderr.trim() || "The database could not be prepared.");
  const { firstAdmin } = JSON.parse(ended.stdout.trim().split("\n").at(-1) ?? "") as {
    firstAdmin: { email: string; generatedPassword: string | null } | null;
  };
  if (firstAdmin?.generatedPassword)
    say(`Sign in as ${firstAdmin.email} with ${firstAdmin.generatedPassword} (shown only this once).`);
}

function countIn(name: string, text: string | undefined): number {
  const count = Number(text);
  if (text !== undefined && Number.isInteger(count) && count > 0) return count;
  throw new Error(`Say how many: ${name} takes a whole number above nought. pnpm seed --calls 100000`);
}

function refuseIf(obstacle: string | null): void {
  if (obstacle !== null) throw new Error(obstacle);
}
