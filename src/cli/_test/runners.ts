import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { environmentWith } from "#config";

export interface Counts {
  passed: number;
  failed: number;
}

/** A test runner that prints for people and writes a report for us. */
export interface Runner {
  name: string;
  configuration: string;
  command: (report: string) => { args: string[]; environment: Record<string, string> };
  count: (report: unknown) => Counts;
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
  count(report) {
    const { numPassedTests, numFailedTests, testResults } = report as VitestReport;
    // A file that could not be loaded holds no tests, but is no success either.
    const unloaded = testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    );
    return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
  },
};

export const playwright: Runner = {
  name: "playwright",
  configuration: "playwright.config.ts",
  command: (report) => ({
    args: [program("@playwright/test", "cli.js"), "test", "--reporter=list,json"],
    environment: { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  }),
  count(report) {
    const { stats } = report as PlaywrightReport;
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
  },
};

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
}

/** Runs a runner to its end. A run that fails without a failed test counts as one failure. */
export async function run(runner: Runner, files: string[], reports: string): Promise<Counts> {
  const report = join(reports, `${runner.name}.json`);
  const { args, environment } = runner.command(report);
  const exitCode = await exitCodeOf([...args, ...files], environment);
  const counts = await readFile(report, "utf8").then(
    (text) => runner.count(JSON.parse(text)),
    () => ({ passed: 0, failed: 0 }),
  );
  if (exitCode === 0 || counts.failed > 0) return counts;
  process.stderr.write(`${runner.name} failed as a whole (exit code ${exitCode}).\n`);
  return { ...counts, failed: 1 };
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
