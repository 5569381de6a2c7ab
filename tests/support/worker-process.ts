import { fork } from "node:child_process";
import { once } from "node:events";
import { world } from "./world.ts";

const entry = new URL("../../src/worker/main.ts", import.meta.url);

export interface WorkerProcess {
  /** Ends it without a word, as a power cut does. */
  kill(): Promise<void>;
  /** Asks it to stop and waits until it has. */
  stop(): Promise<void>;
}

/** A worker in a process of its own, with this file's database and Retell, that ends with the file. */
export async function startWorkerProcess(): Promise<WorkerProcess> {
  const child = fork(entry, { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ended = once(child, "exit");
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  world.onClose(() => end("SIGKILL"));
  await Promise.race([
    once(child, "message"),
    ended.then(() => Promise.reject(new Error("The worker ended before it was ready."))),
  ]);
  return { kill: () => end("SIGKILL"), stop: () => end("SIGTERM") };
}
