import { globSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const readsEnvironment =
  /process\s*\.\s*env\b|process\[["']env|import\s*\{[^}]*\benv\b[^}]*\}\s*from\s*"node:process"/;

test("only src/config reads the environment", () => {
  const files = globSync("{src,simulator}/**/*.{ts,tsx}", { cwd: root });
  const readers = files.filter((file) => readsEnvironment.test(readFileSync(resolve(root, file), "utf8")));
  expect(readers.map((file) => file.replace(/[^/]+$/, ""))).toContain("src/config/");
  expect(readers.filter((file) => !file.startsWith("src/config/"))).toEqual([]);
});
