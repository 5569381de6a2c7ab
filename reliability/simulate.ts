import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Crew } from "./simulation/crew.ts";
import { type Caught, huntMutants } from "./simulation/mutant-hunt.ts";
import type { RunResult } from "./simulation/run.ts";

const USAGE = `Runs the program against seeded weather in virtual time and checks what it promises.

pnpm simulate --seed N [--trace]        one run, exactly as it was; --trace prints what happened
pnpm simulate --runs N [--seed FIRST]   so many runs from a seed on (a random one unless given)
pnpm simulate --mutants [NAME …]        planted bugs, each until it is caught (--runs: at most so many, default 300)
pnpm simulate --plain --runs N          the same weather against a plain implementation, to see what it costs it
  --jobs N                              processes at the same time (default: two a core)
`;

const RANDOM_SEED_MAX = 2 ** 31;
const MUTANT_RUNS_MAX = 300;
/** A runner and its Postgres take turns, so that alone they leave half of a core idle. */
const JOBS_A_CORE = 2;
const PROGRESS_EVERY_MS = 5_000;
/** It has no worker, no log and no live viewers that could break a promise. */
const JUDGED_OF_PLAIN = [1, 2, 3, 7, 0];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: "string" },
    runs: { type: "string" },
    trace: { type: "boolean", default: false },
    mutants: { type: "boolean", default: false },
    plain: { type: "boolean", default: false },
    jobs: { type: "string", default: String(JOBS_A_CORE * availableParallelism()) },
    help: { type: "boolean", default: false },
  },
});

const print = (line: string) => process.stdout.write(`${line}\n`);
const jobs = Number(values.jobs);
const beganAt = performance.now();
const seconds = () => ((performance.now() - beganAt) / 1000).toFixed(0);

if (values.help || (values.seed === undefined && values.runs === undefined && !values.mutants)) {
  process.stdout.write(USAGE);
} else if (values.mutants) {
  process.exitCode = (await runMutants()) ? 0 : 1;
} else if (values.runs === undefined) {
  process.exitCode = (await runOne(Number(values.seed))) ? 0 : 1;
} else {
  process.exitCode = (await runMany(Number(values.runs))) || values.plain ? 0 : 1;
}

/** A crew for as long as the work lasts, or until somebody stops us. */
async function withCrew<T>(size: number, work: (crew: Crew) => Promise<T>): Promise<T> {
  const crew = await Crew.start(size);
  const stop = () => void crew.stop().finally(() => process.exit(1));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  try {
    return await work(crew);
  } finally {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
    await crew.stop();
  }
}

async function runOne(seed: number): Promise<boolean> {
  const [result] = await withCrew(1, (crew) =>
    crew.runUntilCaught([seed], { system: systemName() }, values.trace),
  );
  if (!result) throw new Error("The run gave no result.");
  if (values.trace) process.stdout.write(result.trace.join(""));
  printViolations(result);
  print(
    `Seed ${seed}: ${result.violations.length} violations, ${result.events} events in ${(result.virtualMs / 1000).toFixed(0)} s of virtual time, digest ${result.digest}.`,
  );
  return result.violations.length === 0;
}

async function runMany(runs: number): Promise<boolean> {
  const first = values.seed === undefined ? randomInt(RANDOM_SEED_MAX) : Number(values.seed);
  print(`${runs} runs of ${systemName()}, seeds ${first} to ${first + runs - 1}, ${jobs} at a time`);
  const results: RunResult[] = [];
  let startedAt = 0;
  let printedAt = 0;
  await withCrew(jobs, (crew) => {
    startedAt = performance.now();
    printedAt = startedAt;
    return crew.runAll(upwards(first, runs), { system: systemName() }, (result) => {
      results.push(result);
      if (!values.plain) printViolations(result);
      if (performance.now() - printedAt < PROGRESS_EVERY_MS) return;
      printedAt = performance.now();
      print(`${results.length} of ${runs}, ${results.filter(hasViolated).length} with violations`);
    });
  });
  printTotals(results, (performance.now() - startedAt) / 1000);
  return !results.some(hasViolated);
}

async function runMutants(): Promise<boolean> {
  print("| planted bug | caught by | guarantee | runs | seed |\n|---|---|---|---|---|");
  const options = {
    names: positionals,
    firstSeed: Number(values.seed ?? 1),
    runsMax: Number(values.runs ?? MUTANT_RUNS_MAX),
  };
  const caught = await withCrew(jobs, (crew) =>
    huntMutants(crew, jobs, options, (one) => print(mutantLine(one))),
  );
  const survivors = caught.filter(({ runs }) => runs === null);
  print(
    `\n${caught.length - survivors.length} of ${caught.length} planted bugs caught, ${survivors.length} survived, in ${seconds()} s.`,
  );
  return survivors.length === 0;
}

function mutantLine({ mutant, check, guarantee, runs, seed }: Caught): string {
  if (runs === null) return `| ${mutant.name} | **nothing** | | | |`;
  return `| ${mutant.name} | ${check} | ${guarantee || "soundness"} | ${runs} | ${seed} |`;
}

function printViolations({ seed, violations }: RunResult): void {
  for (const { guarantee, check, message } of violations)
    print(`seed ${seed} violates ${guarantee || "soundness"} (${check}): ${message}`);
  if (violations.length > 0)
    print(`  again: pnpm simulate --seed ${seed}${values.plain ? " --plain" : ""} --trace`);
}

function printTotals(results: readonly RunResult[], elapsedS: number): void {
  const virtualMs = sumOf(results, ({ virtualMs: ms }) => ms);
  print("| guarantee | runs that violate it |\n|---|---|");
  for (const guarantee of [1, 2, 3, 4, 5, 6, 7, 0]) {
    if (values.plain && !JUDGED_OF_PLAIN.includes(guarantee)) continue;
    const violating = results.filter(({ violations }) =>
      violations.some((one) => one.guarantee === guarantee),
    );
    print(`| ${guarantee || "soundness"} | ${violating.length} |`);
  }
  print(
    `\n${results.length} runs, ${results.filter(hasViolated).length} with violations, in ${elapsedS.toFixed(0)} s: ${(results.length / elapsedS).toFixed(1)} runs a second, ${(virtualMs / 3_600_000).toFixed(0)} h of virtual time, ${(virtualMs / 1000 / elapsedS).toFixed(0)} times as fast as life.`,
  );
}

function hasViolated({ violations }: RunResult): boolean {
  return violations.length > 0;
}

function sumOf(results: readonly RunResult[], of: (result: RunResult) => number): number {
  return results.reduce((sum, result) => sum + of(result), 0);
}

function systemName(): string {
  return values.plain ? "plain" : "switchboard";
}

function* upwards(first: number, count: number): Generator<number> {
  for (let index = 0; index < count; index += 1) yield first + index;
}
