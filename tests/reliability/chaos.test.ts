import { resolve } from "node:path";
import { expect, test } from "vitest";
import { report } from "../../reliability/chaos/report.ts";
import { runChaos } from "../../reliability/chaos/run-chaos.ts";

const KILLS = 20;
const LONGEST_FREEZE_MS = 1_000;
/** A fresh one each time: it stands in the report, should anything be found. */
const SEED = crypto.randomUUID().slice(0, 8);

test("nothing is lost and nobody is dialled twice while every process is killed and frozen under load", async () => {
  const said: string[] = [];
  const result = await runChaos({
    root: resolve(import.meta.dirname, "../.."),
    seed: SEED,
    kills: KILLS,
    minutes: 10,
    longestFreezeMs: LONGEST_FREEZE_MS,
    waitForLookUps: false,
    say: (line) => said.push(line),
  }).catch((error: unknown) => {
    throw new Error(`Seed ${SEED}:\n${said.join("\n")}`, { cause: error });
  });
  process.stdout.write(`${report(result)}\n`);
  expect(result.violations, `${report(result)}\n${said.join("\n")}`).toEqual([]);
  expect(result.evidence.recoveries.flatMap(({ struck }) => struck)).toHaveLength(KILLS);
});
