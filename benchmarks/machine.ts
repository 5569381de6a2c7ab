import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";

const SYNCS = 200;
const PAGE_BYTES = 4 * 1024;

/** What a figure depends on: processors, memory, and how long the disk takes to keep a page. */
export function describeMachine(): string {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return `${cpus().length} × ${first?.model ?? "unknown"}, ${gigabytes} GB, write and fdatasync of 4 KB ${medianSyncMs().toFixed(2)} ms (median)`;
}

function medianSyncMs(): number {
  const path = join(tmpdir(), `switchboard-sync-${process.pid}`);
  const file = openSync(path, "w");
  const page = Buffer.alloc(PAGE_BYTES, 1);
  const times = Array.from({ length: SYNCS }, () => {
    const began = performance.now();
    writeSync(file, page, 0, PAGE_BYTES, 0);
    fdatasyncSync(file);
    return performance.now() - began;
  });
  closeSync(file);
  rmSync(path);
  return times.sort((one, other) => one - other)[SYNCS / 2] ?? 0;
}
