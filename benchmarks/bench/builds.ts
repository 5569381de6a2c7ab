import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const ours = [
  "src",
  "public",
  "docs/guide",
  "next.config.ts",
  "postcss.config.mjs",
  "package.json",
  "pnpm-lock.yaml",
];
const plain = [
  "benchmarks/plain-next/app",
  "benchmarks/plain-next/next.config.ts",
  "benchmarks/plain-node",
  "pnpm-lock.yaml",
];

/** Builds the product and the plain application as `next build` does, unless the last builds are newer than their sources. */
export function ensureBuilds(checkout: string): void {
  ensureProductBuild(checkout);
  ensureBuild(checkout, join(checkout, "benchmarks/plain-next"), plain);
}

/** Builds the pages as `pnpm build` does, unless the last build is newer than everything it was made from. */
export function ensureProductBuild(checkout: string): void {
  ensureBuild(checkout, checkout, ours);
}

function ensureBuild(checkout: string, folder: string, sources: readonly string[]): void {
  const built = statSync(join(folder, ".next/BUILD_ID"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (sources.every((source) => newestIn(join(checkout, source)) < built)) return;
  execFileSync(process.execPath, [nextProgram, "build"], {
    cwd: folder,
    // A test runner's own environment would make it another build than the one that is run for users.
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

export const nextProgram = createRequire(import.meta.url).resolve("next/dist/bin/next");

function newestIn(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
