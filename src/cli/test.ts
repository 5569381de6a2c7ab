import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "../../tests/support/chromium.ts";
import { type Outcome, playwright, type Runner, run, tell, vitest } from "./_test/runners.ts";

// `pnpm test` runs everything; `pnpm test tests/flows/x.test.ts` what is named.
process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
// The runners hear Ctrl-C too and clean up after themselves; we wait for them.
process.on("SIGINT", () => {});

const reports = await mkdtemp(join(tmpdir(), "switchboard-reports-"));
let failed = false;
const total: Outcome = { passed: 0, failures: [] };
try {
  for (const { runner, files } of chosenRunners(process.argv.slice(2))) {
    if (runner === playwright) ensureChromium();
    const { passed, failures } = await run(runner, files, reports);
    total.passed += passed;
    total.failures.push(...failures);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  failed = true;
}
await rm(reports, { recursive: true, force: true });
const failures = total.failures.length;
if (total.passed + failures === 0) process.stderr.write("No test ran.\n");
process.exitCode = failed || failures > 0 || total.passed === 0 ? 1 : 0;
for (const failure of total.failures) process.stdout.write(`${tell(failure)}\n`);
process.stdout.write(`${total.passed} passed, ${failures} failed\n`);

function chosenRunners(named: string[]): { runner: Runner; files: string[] }[] {
  const inBrowser = named.filter((file) => file.startsWith("tests/browser"));
  const others = named.filter((file) => !inBrowser.includes(file));
  return [
    { runner: vitest, files: others, isWanted: others.length > 0 || named.length === 0 },
    { runner: playwright, files: inBrowser, isWanted: inBrowser.length > 0 || named.length === 0 },
  ].filter(({ runner, isWanted }) => isWanted && existsSync(runner.configuration));
}
