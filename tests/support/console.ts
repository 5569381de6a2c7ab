import { dialOnRequest } from "#domain/calls";
import { type Api, createApi } from "../../src/api/index.ts";
import { runJobs } from "../../src/jobs/index.ts";
import { runSchedule } from "../../src/worker/schedule.ts";
import { tasks } from "../../src/worker/tasks.ts";
import { world } from "./world.ts";

/** Serves the API (webhooks included) at the world's address until the file ends. */
export function startApi(): Api {
  const api = createApi();
  world.serve((request, response) => void api.handle(request, response));
  world.onClose(() => api.stop());
  return api;
}

/** Dials, and runs jobs and timers, until the file ends, or until the answer is called. */
export async function startWorker(): Promise<() => Promise<void>> {
  const jobs = await runJobs(tasks);
  const schedule = runSchedule();
  const dialling = dialOnRequest();
  let stopped: Promise<void> | null = null;
  const stop = () => {
    stopped ??= Promise.all([jobs.stop(), schedule.stop(), dialling.stop()]).then(() => undefined);
    return stopped;
  };
  world.onClose(stop);
  return stop;
}
