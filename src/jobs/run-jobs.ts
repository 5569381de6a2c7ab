import { Logger, run } from "graphile-worker";
import { poolFor } from "#database";
import { log } from "#log";
import type { JobName, JobPayloads } from "./enqueue.ts";

const JOBS_AT_ONCE = 8;
/** New jobs announce themselves; this is only for those whose time comes, and for lost announcements. */
const POLL_EVERY_MS = 1_000;

export type JobHandlers = { [Name in JobName]: (payload: JobPayloads[Name]) => Promise<void> };

/** Works off jobs until stopped; stopping waits for those under way. */
export async function runJobs(handlers: JobHandlers): Promise<{ stop(): Promise<void> }> {
  const runner = await run({
    pgPool: poolFor("switchboard_jobs"),
    concurrency: JOBS_AT_ONCE,
    pollInterval: POLL_EVERY_MS,
    noHandleSignals: true,
    taskList: {
      dial_call: (payload) => handlers.dial_call(payload as JobPayloads["dial_call"]),
      refresh_workspace: () => handlers.refresh_workspace({}),
    },
    logger: new Logger(() => (level, message) => {
      if (level === "error") log.error({ library: "graphile-worker" }, message);
      else if (level === "warning") log.warn({ library: "graphile-worker" }, message);
    }),
  });
  runner.promise.catch((error: unknown) => log.error({ error: String(error) }, "The job runner ended"));
  return { stop: () => runner.stop() };
}
