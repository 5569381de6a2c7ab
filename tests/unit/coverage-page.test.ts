import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const page = readFileSync("docs/guide/coverage.md", "utf8");

/** The three cells of every row, without the heads of the tables. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("|") && !/^\|( statement |---)/.test(line))
  .map((line) => line.split("|").slice(1, -1));

/** One reference: a test file and the full title of a test, or of a group of tests, in it. */
const reference = /^`(tests\/[\w/-]+\.test\.ts)` — "(.+)"$/;
const references = rows
  .map(([, , tests = ""]) => tests.trim())
  .filter((tests) => !tests.startsWith("no test: told "))
  .flatMap((tests) => tests.split("<br>"));

/** What stands in backticks and is a path from the root of the repository. */
const files = [...page.matchAll(/`([^`\s]+)`/g)]
  .map(([, text = ""]) => text)
  .filter((text) => /^((src|tests|docs|simulator)\/.+|\.gitignore|\.env\.example)$/.test(text));

function titlesIn(file: string): Set<string> {
  const source = existsSync(file) ? readFileSync(file, "utf8") : "";
  const found = source.matchAll(/(?:\b(?:test|describe)(?:\.concurrent)?|\))\(\s*(["`])(.+?)\1,/g);
  return new Set([...found].map(([, , title = ""]) => title));
}

test("every statement has its place and its test, or says that no test can show it", () => {
  expect(rows.length).toBeGreaterThan(80);
  expect(rows.filter((cells) => cells.length !== 3)).toEqual([]);
  expect(rows.filter(([, where = ""]) => !files.some((file) => where.includes(`\`${file}\``)))).toEqual([]);
  expect(references.filter((text) => !reference.test(text))).toEqual([]);
});

test("every file that is named exists", () => {
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

test("every title that is quoted is the title of a test in the named file", () => {
  const absent = references.filter((text) => {
    const [, file = "", title = ""] = reference.exec(text) ?? [];
    return !titlesIn(file).has(title);
  });
  expect(references.length).toBeGreaterThan(100);
  expect(absent).toEqual([]);
});
