import { closePools } from "#database";
import { runJobs } from "#jobs";
import { log } from "#log";
import { runSchedule } from "./schedule.ts";
import { tasks } from "./tasks.ts";

/** A call being placed gets this long to be answered by Retell before we go; what is cut is looked up later. */
const STOP_TIMEOUT_MS = 8_000;

const jobs = await runJobs(tasks);
const schedule = runSchedule();
log.info("The worker is ready");
process.send?.({ ready: true });

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  await Promise.all([jobs.stop(), schedule.stop()]);
  await closePools();
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
// Whoever started us is gone: without it nobody would ever stop us.
process.on("disconnect", () => void stop());
