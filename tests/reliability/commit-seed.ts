import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";

/** Seeds are 31 bits. */
const SEED_MAX = 2 ** 31;

const head = spawnSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" });
const commit = head.status === 0 ? head.stdout.trim() : randomBytes(20).toString("hex");

/**
 * A number of its own for every commit, and the same for the same commit: each change meets what none met
 * before, and what failed once fails again. Outside a checkout it is drawn anew each time.
 */
export function seedOfCommit(purpose: string): number {
  return createHash("sha256").update(`${commit} ${purpose}`).digest().readUInt32BE(0) % SEED_MAX;
}
