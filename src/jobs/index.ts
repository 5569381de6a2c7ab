export { enqueue, type JobName } from "./enqueue.ts";
export { type JobHandlers, runJobs } from "./run-jobs.ts";
