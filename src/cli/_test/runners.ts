import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { environmentWith } from "#config";

/** A test that failed, or a file or a run that did without any test of it failing. */
export interface Failure {
  /** The file's path in the repository and the test's name; the file or the runner alone where no test was reached. */
  where: string;
  reason: string;
}

export interface Outcome {
  passed: number;
  failures: Failure[];
}

/** A test runner that prints for people and writes a report for us. */
export interface Runner {
  name: string;
  configuration: string;
  command: (report: string) => { args: string[]; environment: Record<string, string> };
  readReport: (report: unknown) => Outcome;
}

export const vitest: Runner = {
  name: "vitest",
  configuration: "vitest.config.ts",
  command: (report) => ({
    args: [
      program("vitest", "vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
    ],
    environment: {},
  }),
  readReport(report) {
    const { numPassedTests, testResults } = report as VitestReport;
    return { passed: numPassedTests, failures: testResults.flatMap(failuresOfFile) };
  },
};

export const playwright: Runner = {
  name: "playwright",
  configuration: "playwright.config.ts",
  command: (report) => ({
    args: [program("@playwright/test", "cli.js"), "test", "--reporter=list,json"],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  }),
  readReport(report) {
    const { stats, suites } = report as PlaywrightReport;
    return { passed: stats.expected + stats.flaky, failures: suites.flatMap(failuresOfSuite) };
  },
};

interface VitestReport {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] | null }[];
  }[];
}

interface PlaywrightReport {
  stats: { expected: number; flaky: number };
  suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
  specs: {
    file: string;
    title: string;
    tests: { status: string; results: { errors: { message?: string }[] }[] }[];
  }[];
  suites?: PlaywrightSuite[];
}

function failuresOfFile({ name, status, message, assertionResults }: VitestReport["testResults"][number]) {
  const file = relative(process.cwd(), name);
  const failures: Failure[] = assertionResults
    .filter((test) => test.status === "failed")
    .map((test) => ({
      where: `${file} › ${test.fullName}`,
      reason: (test.failureMessages ?? []).join("\n"),
    }));
  // A file that could not be loaded holds no failed test, but is no success either.
  return status === "failed" && failures.length === 0 ? [{ where: file, reason: message }] : failures;
}

function failuresOfSuite({ specs, suites = [] }: PlaywrightSuite): Failure[] {
  const own = specs.flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === "unexpected")
      .map((test) => ({
        where: `${join("tests/browser", spec.file)} › ${spec.title}`,
        reason: test.results.flatMap(({ errors }) => errors.map(({ message }) => message ?? "")).join("\n"),
      })),
  );
  return [...own, ...suites.flatMap(failuresOfSuite)];
}

/** Runs a runner to its end. A run that fails without a failed test counts as one failure. */
export async function run(runner: Runner, files: string[], reports: string): Promise<Outcome> {
  const report = join(reports, `${runner.name}.json`);
  const { args, environment } = runner.command(report);
  const exitCode = await exitCodeOf([...args, ...files], environment);
  const outcome = await readFile(report, "utf8").then(
    (text) => runner.readReport(JSON.parse(text)),
    () => ({ passed: 0, failures: [] }),
  );
  if (exitCode === 0 || outcome.failures.length > 0) return outcome;
  const reason = `It failed as a whole (exit code ${exitCode}); what it printed says why.`;
  return { ...outcome, failures: [{ where: runner.name, reason }] };
}

/** How much of a reason is repeated at the end: enough to know the fault, not its whole trace. */
const REASON_LINES = 12;

/** A failure as it is told at the end of a run, where the output of thousands of tests has buried it. */
export function tell({ where, reason }: Failure): string {
  const lines = stripVTControlCharacters(reason)
    .trim()
    .split("\n")
    .filter((line) => !line.includes("/node_modules/"))
    .slice(0, REASON_LINES);
  return [`✗ ${where}`, ...lines.map((line) => `    ${line}`)].join("\n");
}

function exitCodeOf(args: string[], environment: Record<string, string>): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      env: environmentWith(environment),
      stdio: ["ignore", "inherit", "inherit"],
    });
    child.once("error", () => resolve(null));
    child.once("exit", resolve);
  });
}

function program(name: string, file: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
}
