import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const REPORT_MAX_BYTES = 50_000_000;
const configuration = join(root, ".dependency-cruiser.cjs");
const { forbidden } = createRequire(import.meta.url)(configuration) as { forbidden: { name: string }[] };

/** For every rule one file that breaks it, and what that file imports. */
const broken: Record<string, [file: string, imports: string]> = {
  "no-circular": ["src/log/one.ts", "./two.ts"],
  resolvable: ["src/log/lost.ts", "./nowhere.ts"],
  "domain-by-index": ["src/api/deep-into-domain.ts", "../domain/calls/fold.ts"],
  "domain-by-index-within": ["src/domain/webhooks/deep.ts", "../calls/fold.ts"],
  "domain-downward-webhooks": ["src/domain/webhooks/upward.ts", "#domain/checks"],
  "domain-downward-views": ["src/domain/views/upward.ts", "#domain/webhooks"],
  "domain-downward-calls": ["src/domain/calls/upward.ts", "#domain/webhooks"],
  "domain-downward-agents": ["src/domain/agents/upward.ts", "#domain/calls"],
  "domain-downward-people": ["src/domain/people/upward.ts", "#domain/agents"],
  "domain-downward-audit": ["src/domain/audit/upward.ts", "#domain/people"],
  "domain-downward-problems": ["src/domain/problems/upward.ts", "#domain/audit"],
  "domain-listed": ["src/api/new-domain.ts", "#domain/invoices"],
  "domain-knows-no-doors": ["src/domain/calls/door.ts", "../../api/index.ts"],
  "domain-tools": ["src/domain/calls/stream.ts", "#live"],
  "problems-know-nothing": ["src/domain/problems/log.ts", "#log"],
  "tools-by-index": ["src/worker/deep-into-tool.ts", "../retell/client.ts"],
  "embedded-postgres-by-cli": ["src/api/postgres.ts", "../database/embedded-postgres.ts"],
  "tools-stay-below": ["src/retell/knows-domain.ts", "#domain/calls"],
  "log-stays-below": ["src/log/stores.ts", "#database"],
  "config-knows-nothing": ["src/config/logs.ts", "#log"],
  "query-knows-nothing": ["src/query/asks.ts", "#domain/calls"],
  "query-by-those-who-search": ["src/worker/searches.ts", "#query"],
  "doors-apart": ["src/worker/serves.ts", "../api/index.ts"],
  "ui-draws": ["src/ui/reads.ts", "#domain/calls"],
  "ui-in-pages": ["src/worker/draws.ts", "../ui/button.tsx"],
  "no-framework-inside": ["src/domain/calls/renders.ts", "react"],
  "pg-in-database": ["src/domain/calls/connects.ts", "pg"],
  "kysely-below-doors": ["src/api/queries.ts", "kysely"],
  "retell-sdk-in-retell": ["src/worker/calls.ts", "retell-sdk"],
  "better-auth-in-identity": ["src/app/signs-in.ts", "better-auth"],
  "queue-in-jobs": ["src/worker/queues.ts", "graphile-worker"],
  "simulator-apart": ["simulator/peeks.ts", "../src/domain/calls/fold.ts"],
  "src-without-simulator": ["src/cli/plays.ts", "../../simulator/index.ts"],
  "nobody-needs-reliability": ["src/api/breaks.ts", "../../reliability/machine.ts"],
  "reliability-by-faces": ["reliability/deep.ts", "../src/retell/client.ts"],
  "src-without-benchmarks": ["src/api/compares.ts", "../../benchmarks/plain/index.ts"],
  "plain-knows-nothing-of-ours": ["benchmarks/plain/borrows.ts", "../../src/retell/client.ts"],
  "src-without-tests": ["src/api/tests.ts", "../../tests/support.ts"],
  "no-development-packages": ["src/api/checks.ts", "vitest"],
};

const folders = ["src", "simulator", "reliability", "benchmarks", "tests"];
const packages = ["react", "pg", "kysely", "retell-sdk", "better-auth", "graphile-worker"];
const innocent: Record<string, string> = {
  "src/log/two.ts": 'import "./one.ts";\n',
  "src/retell/client.ts": "export const client = 1;\n",
  "src/database/embedded-postgres.ts": "export const start = 1;\n",
  "src/domain/calls/fold.ts": "export const fold = 1;\n",
  "src/ui/button.tsx": "export const Button = () => <b />;\n",
  "src/ui/search-field.tsx": 'import "#query";\nexport const Search = () => <b />;\n',
  "src/ui/names-type.ts": 'import type { Call } from "#domain/calls";\nexport type Shown = Call;\n',
  "src/server.ts": 'import "./api/index.ts";\nimport "#domain/calls";\nimport "#log";\n',
  "simulator/index.ts": "export const simulator = 1;\n",
  "reliability/machine.ts":
    'import "#domain/calls";\nimport "../simulator/index.ts";\nimport "../benchmarks/plain/index.ts";\n',
  "benchmarks/plain/index.ts": "export const plain = 1;\n",
  "tests/support.ts": 'import "../src/domain/calls/fold.ts";\n',
};

let house: string;
let seen: Cruise;

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), "switchboard-house-"));
  await build();
  seen = await cruise(house);
});
afterAll(() => rm(house, { recursive: true, force: true }));

test("every rule has a file that breaks it", () => {
  expect(Object.keys(broken).sort()).toEqual(forbidden.map((rule) => rule.name).sort());
});

test.each(Object.entries(broken))("%s can fail", (rule, [file]) => {
  expect(seen.violations).toContain(`${rule}: ${file}`);
});

test.each(Object.keys(innocent).filter((file) => file !== "src/log/two.ts"))("%s breaks no rule", (file) => {
  expect(seen.violations.filter((violation) => violation.endsWith(` ${file}`))).toEqual([]);
});

test("it reads our TypeScript and follows both kinds of import", async () => {
  const ours = await cruise(root);
  expect(ours.modules.length).toBeGreaterThan(50);
  expect(ours.imports).toContain("#database → src/database/index.ts");
  expect(ours.imports).toContain("#domain/calls → src/domain/calls/index.ts");
  expect(ours.imports).toContain("./settings.ts → src/config/settings.ts");
});

interface Cruise {
  violations: string[];
  modules: string[];
  imports: string[];
}

interface Report {
  modules: { source: string; dependencies: { module: string; resolved: string }[] }[];
  summary: { violations: { from: string; rule: { name: string } }[] };
}

async function cruise(folder: string): Promise<Cruise> {
  const args = ["--config", configuration, "--output-type", "json", ...folders];
  const ran = promisify(execFile)(join(root, "node_modules/.bin/depcruise"), args, {
    cwd: folder,
    maxBuffer: REPORT_MAX_BYTES,
  });
  // It exits with the number of violations, and prints its report all the same.
  const stdout = await ran.then(
    (result) => result.stdout,
    (error: { stdout: string }) => error.stdout,
  );
  const { modules, summary } = JSON.parse(stdout) as Report;
  return {
    violations: summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`),
    modules: modules.map(({ source }) => source),
    imports: modules.flatMap(({ dependencies }) => dependencies.map((d) => `${d.module} → ${d.resolved}`)),
  };
}

/** A small house with the same doors, domain and tools, in which each rule is broken once. */
async function build(): Promise<void> {
  const { imports } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { imports: object };
  const manifest = {
    name: "house",
    type: "module",
    imports,
    dependencies: Object.fromEntries(packages.map((name) => [name, "1.0.0"])),
    devDependencies: { vitest: "1.0.0" },
  };
  await put("package.json", JSON.stringify(manifest));
  for (const name of [...packages, "vitest"]) {
    await put(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: "1.0.0", main: "index.js" }),
    );
    await put(`node_modules/${name}/index.js`, "module.exports = {};\n");
  }
  const folders = ["config", "log", "query", "database", "live", "retell", "identity", "jobs", "api"].map(
    (name) => `src/${name}`,
  );
  const domain = ["checks", "webhooks", "calls", "agents", "people", "audit", "problems", "invoices"];
  for (const folder of [...folders, ...domain.map((name) => `src/domain/${name}`)]) {
    await put(`${folder}/index.ts`, "export type Call = string;\nexport const index = 1;\n");
  }
  for (const [file, text] of Object.entries(innocent)) await put(file, text);
  for (const [file, imported] of Object.values(broken))
    await put(file, `import ${JSON.stringify(imported)};\n`);
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(house, file)), { recursive: true });
  await writeFile(join(house, file), text);
}
