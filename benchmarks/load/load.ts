import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Acknowledged, LoadFigures, LoadMessage, LoadPlan } from "./plan.ts";

export interface Load {
  run(plan: LoadPlan, onAcknowledged: (what: Acknowledged) => void): Promise<LoadFigures>;
  stop(): void;
}

/** Starts the process that sends. */
export async function startLoad(): Promise<Load> {
  const child = fork(fileURLToPath(new URL("main.ts", import.meta.url)));
  await once(child, "message");
  return {
    run: (plan, onAcknowledged) =>
      new Promise((resolve, reject) => {
        const ended = (code: number | null) => reject(new Error(`The load ended with ${code}.`));
        const hear = (message: LoadMessage) => {
          if (message.kind === "acknowledged") return onAcknowledged(message.what);
          child.off("message", hear).off("exit", ended);
          if (message.kind === "done") resolve(message.figures);
          else reject(new Error(`The round is void. ${message.why}`));
        };
        child.on("message", hear).once("exit", ended);
        child.send(plan);
      }),
    stop: () => void child.disconnect(),
  };
}
