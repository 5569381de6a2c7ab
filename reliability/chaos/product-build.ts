import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const BUILT = ".next/BUILD_ID";
const sources = [
  "src",
  "docs/guide",
  "next.config.ts",
  "postcss.config.mjs",
  "package.json",
  "pnpm-lock.yaml",
];

/** Builds the pages as `pnpm build` does, unless the last build is newer than everything it was made from. */
export function ensureBuild(root: string): void {
  const built = statSync(join(root, BUILT), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (sources.every((source) => newestIn(join(root, source)) < built)) return;
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  execFileSync(process.execPath, [next, "build"], {
    cwd: root,
    // A test runner's own environment would make it another build than the one that is run for users.
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

function newestIn(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}
