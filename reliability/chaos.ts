import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { report } from "./chaos/report.ts";
import { runChaos } from "./chaos/run-chaos.ts";

const USAGE = `Runs the built product under load, kills and freezes its processes, cuts its connections, and checks that
nothing was lost and nobody dialled twice. Ends non-zero on any violation.

pnpm chaos [flags]
  --kills N     how many disturbances (default 300)
  --minutes M   begin none later than this (default 60)
  --seed S      what happens when is drawn from it (default: a fresh one, printed)
  --no-wait     do not wait the ten minutes after which an unanswered placing counts as not placed
`;
const LONGEST_FREEZE_MS = 8_000;

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "300" },
    minutes: { type: "string", default: "60" },
    seed: { type: "string", default: randomBytes(4).toString("hex") },
    "no-wait": { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});

for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => process.exit(1));
if (values.help) process.stdout.write(USAGE);
else await run();

async function run(): Promise<void> {
  const result = await runChaos({
    root: fileURLToPath(new URL("..", import.meta.url)),
    seed: values.seed,
    kills: number("kills", values.kills),
    minutes: number("minutes", values.minutes),
    longestFreezeMs: LONGEST_FREEZE_MS,
    waitForLookUps: !values["no-wait"],
    say: (line) => process.stderr.write(`${line}\n`),
  });
  process.stdout.write(`${report(result)}\n`);
  process.exitCode = result.violations.length > 0 ? 1 : 0;
}

function number(flag: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new RangeError(`--${flag} takes a number above nought, not “${text}”.`);
  return value;
}
