import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { StreamPlan } from "./event-stream.ts";

export interface ViewersPlan extends StreamPlan {
  viewers: number;
}

export interface Viewers {
  close(): Promise<void>;
}

/** Browsers that watch, in a process of their own; each has heard something by the time this returns. */
export async function openViewers(plan: ViewersPlan): Promise<Viewers> {
  const child = fork(fileURLToPath(new URL("watch.ts", import.meta.url)));
  child.send(plan);
  const [ready] = await Promise.race([once(child, "message"), once(child, "exit")]);
  if (ready !== "watching") throw new Error(`The viewers ended with ${ready}.`);
  return {
    async close() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}
