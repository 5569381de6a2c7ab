import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureBuilds } from "./bench/builds.ts";
import { isMet, type Row } from "./bench/figure.ts";
import { figures } from "./bench/figures.ts";
import { postgresSettings } from "./bench/own-postgres.ts";
import { writeResults } from "./bench/results.ts";
import { ROUNDS_MIN } from "./bench/rounds.ts";
import { tableOf } from "./bench/table.ts";
import { forgetHistories } from "./history/kept.ts";
import { describeMachine } from "./machine.ts";

// pnpm bench [name …] [--rounds N] [--scale N] [--fresh]: ours against baselines, side by side, on this machine.
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "5" },
    scale: { type: "string", default: "1" },
    fresh: { type: "boolean", default: false },
  },
});
const checkout = join(import.meta.dirname, "..");
const [rounds, scale] = [Number(values.rounds), Number(values.scale)];
const say = (line: string) => void process.stdout.write(`${line}\n`);

const chosen = figures.filter(
  ({ name }) =>
    positionals.length === 0 || positionals.some((word) => name === word || name.startsWith(`${word}-`)),
);
const mistake = mistakeIn();
if (mistake !== null) {
  process.stderr.write(`${mistake}\n`);
  process.exitCode = 2;
} else await bench();

function mistakeIn(): string | null {
  const names = figures.map(({ name }) => name).join(", ");
  if (chosen.length === 0) return `There is no such figure. Choose among ${names}.`;
  if (!(Number.isInteger(rounds) && rounds >= ROUNDS_MIN)) return `Give at least --rounds ${ROUNDS_MIN}.`;
  return scale > 0 ? null : "--scale takes a number above nought.";
}

async function bench(): Promise<void> {
  const run = {
    at: new Date(),
    rounds,
    scale,
    machine: describeMachine(),
    postgres: await postgresSettings(),
  };
  say(run.machine);
  say(`Postgres ${Object.values(run.postgres)[0]}: ${settingsWords(run.postgres)}`);
  say(`Medians of ${rounds} rounds by turns${scale === 1 ? "" : `, at ${scale} of the usual work`}`);
  ensureBuilds(checkout);
  if (values.fresh) await forgetHistories(checkout);
  const rows: Row[] = [];
  const failures: string[] = [];
  for (const figure of chosen) {
    const began = performance.now();
    try {
      rows.push(...(await figure.measure({ checkout, rounds, scale })));
    } catch (error) {
      failures.push(`${figure.name} could not be measured: ${error instanceof Error ? error.stack : error}`);
    }
    say(`${figure.name} took ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
  say("");
  for (const line of tableOf(rows)) say(line);
  say("");
  for (const failure of failures) say(failure);
  say(`Written to ${writeResults({ ...run, failures }, rows)}`);
  if (failures.length > 0 || !rows.every(isMet)) process.exitCode = 1;
}

function settingsWords(settings: Record<string, string>): string {
  return Object.entries(settings)
    .slice(1)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
