import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runFlood, violationsIn } from "./flood/run-flood.ts";
import { SLOW_COMMITS } from "./flood/slow-commits.ts";
import { describeMachine } from "./machine.ts";

// pnpm flood [--seconds N] [--slow-commits]: ten times what the built product can take, and what becomes of it.
const checkout = join(import.meta.dirname, "..");
const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "30" },
    "slow-commits": { type: "boolean", default: false },
  },
});
/** Just below what the server lets in, so that every answer is one of the door's own. */
const CONNECTIONS_MAX = 3_800;
const say = (line: string) => process.stdout.write(`${line}\n`);
const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;

if (!existsSync(join(checkout, ".next/BUILD_ID"))) throw new Error("Run `pnpm build` first.");
say(`machine            ${describeMachine()}`);
const figures = await runFlood({
  checkout,
  warmUpSeconds: 5,
  measureSeconds: 10,
  floodSeconds: Number(values.seconds),
  connectionsMax: CONNECTIONS_MAX,
  ...(values["slow-commits"] && { beforehand: SLOW_COMMITS }),
});
const { flood, answerMs, residentBytes } = figures;
const rate = (count: number) => `${count} (${Math.round(count / flood.seconds)}/s)`;
say(`sustainable        ${Math.round(figures.sustainablePerSecond)} events/s`);
say(`asked for          ${Math.round(figures.askedPerSecond)}/s for ${flood.seconds.toFixed(0)} s`);
say(
  `offered            ${rate(flood.offered)}, ${(flood.offered / flood.seconds / figures.sustainablePerSecond).toFixed(1)} times the sustainable rate`,
);
say(`acknowledged (200) ${rate(flood.acknowledged)}`);
say(`refused (503)      ${rate(flood.refused)}`);
say(`other              ${JSON.stringify(flood.others)}`);
say(
  `answer time        p50 ${answerMs.p50.toFixed(0)} ms, p99 ${answerMs.p99.toFixed(0)} ms, max ${answerMs.max.toFixed(0)} ms`,
);
say(
  `memory (RSS)       ${megabytes(residentBytes.start)} at the start, ${megabytes(residentBytes.peak)} peak`,
);
say(`in the table       ${figures.acknowledged - figures.missing} of ${figures.acknowledged} acknowledged`);
const violations = violationsIn(figures);
for (const violation of violations) say(`VIOLATION          ${violation}`);
process.exitCode = violations.length > 0 ? 1 : 0;
