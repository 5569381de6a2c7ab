import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { environmentOf, prepareDatabase } from "../bench/installation.ts";
import type { OwnPostgres } from "../bench/own-postgres.ts";
import type { Answer, AnswerMessage, Asking, Walk } from "./asking.ts";
import { openHistory } from "./kept.ts";

/** A database with so many calls, and a process that asks it. */
export interface History {
  postgres: OwnPostgres;
  ask(asked: Asking | Walk): Promise<Answer>;
  /** The moment of the newest call. */
  newest: Date;
  stop(): Promise<void>;
}

export async function openHistoryToAsk(checkout: string, calls: number): Promise<History> {
  const postgres = await openHistory(checkout, calls);
  try {
    const environment = environmentOf(postgres);
    prepareDatabase(checkout, environment);
    const { rows } = await postgres.pool.query<{ newest: Date }>(
      "select max(placed_at) as newest from retell_calls",
    );
    const child = fork(fileURLToPath(new URL("asker.ts", import.meta.url)), {
      env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", ...environment },
    });
    await once(child, "message");
    return {
      postgres,
      newest: rows[0]?.newest ?? new Date(),
      ask: (asked) =>
        new Promise((resolve, reject) => {
          const ended = (code: number | null) => reject(new Error(`The asking process ended with ${code}.`));
          child.once("exit", ended).once("message", (message: AnswerMessage) => {
            child.off("exit", ended);
            if (message.kind === "answer") resolve(message.answer);
            else reject(new Error(message.why));
          });
          child.send(asked);
        }),
      async stop() {
        const ended = once(child, "exit");
        child.disconnect();
        await ended;
        await postgres.stop();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}
