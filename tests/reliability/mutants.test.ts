import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mutants } from "../../reliability/mutants/index.ts";
import { Crew } from "../../reliability/simulation/crew.ts";
import { applyPatch } from "../../reliability/simulation/machine/module-hooks.ts";
import { huntMutants } from "../../reliability/simulation/mutant-hunt.ts";
import { seedOfCommit } from "./commit-seed.ts";

const PLACES = 2;
/** `pnpm simulate --mutants` hunts all of them; a change is met by some, other ones each time. */
const HUNTED = 5;
const RUNS_MAX = 60;
/** What shows itself only after more runs than a test may take; `pnpm simulate --mutants` hunts them too. */
const RARE = new Set(["read-without-lock"]);

let crew: Crew;
beforeAll(async () => {
  crew = await Crew.start(PLACES);
}, 120_000);
afterAll(() => crew.stop());

test("there are at least twenty planted bugs, each of its own name", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(20);
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
});

test.each(mutants.filter(({ source }) => source))("$name still fits the program", async ({ source = [] }) => {
  const patched = new Map<string, string>();
  for (const patch of source) {
    const before = patched.get(patch.file) ?? (await readFile(patch.file, "utf8"));
    patched.set(patch.file, applyPatch(before, patch));
  }
  expect(patched.size).toBeGreaterThan(0);
});

test("some planted bugs, other ones for each commit, are caught", async () => {
  const hunted = mutants.map(({ name }) => name).filter((name) => !RARE.has(name));
  const drawn = hunted.toSorted((one, other) => seedOfCommit(one) - seedOfCommit(other)).slice(0, HUNTED);
  const options = { names: drawn, firstSeed: 1, runsMax: RUNS_MAX };
  const caught = await huntMutants(crew, PLACES, options, () => {});
  expect(caught.filter(({ runs }) => runs === null).map(({ mutant }) => mutant.name)).toEqual([]);
});

test("a patch that does not fit exactly once is an error", () => {
  const patch = { file: "src/x.ts", find: "one", replace: "two" };
  expect(() => applyPatch("one and one", patch)).toThrow("fits in 2 places");
  expect(() => applyPatch("neither", patch)).toThrow("fits in 0 places");
  expect(applyPatch("one $&", patch)).toBe("two $&");
});
