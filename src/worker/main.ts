import { setTimeout as sleep } from "node:timers/promises";
import { closePools } from "#database";
import { dialOnRequest, releaseDials } from "#domain/calls";
import { runJobs } from "#jobs";
import { log } from "#log";
import { runSchedule } from "./schedule.ts";
import { tasks } from "./tasks.ts";

/** A call being placed gets this long to be answered by Retell before we go; what is cut is looked up later. */
const FINISH_TIMEOUT_MS = 6_000;
const STOP_TIMEOUT_MS = 7_000;

const jobs = await runJobs(tasks);
const schedule = runSchedule();
const dialling = dialOnRequest();
log.info("The worker is ready");
process.send?.({ ready: true });

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info("The worker is stopping");
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  const finished = Promise.all([jobs.stop(), schedule.stop(), dialling.stop()]).then(() => true);
  if (await Promise.race([finished, sleep(FINISH_TIMEOUT_MS, false)])) {
    await closePools();
    process.exit(0);
  }
  log.warn("The worker stops before everything was finished; another goes on with it");
  await releaseDials();
  process.exit(1);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
// Whoever started us is gone: without it nobody would ever stop us.
process.on("disconnect", () => void stop());
