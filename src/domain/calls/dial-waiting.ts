import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { asActor, type Db } from "#database";
import { log } from "#log";
import { type Attempt, atTheGate, dialler } from "./dial-attempt.ts";
import { dial } from "./dial-call.ts";
import { takeTurn } from "./dial-gate.ts";
import { READING_SLOW_AFTER_MS, readLines, readLinesBeside } from "./free-lines.ts";

/** Requests to Retell under way at the same time in one process. */
const AT_ONCE = 32;
/** A turn may come sooner than was said, when somebody stops a call or a pause is over. */
const LOOK_AGAIN_MS = 500;

/**
 * Dials the calls that could not go at once, each as soon as it may, until none waits any more or it is
 * stopped; stopping waits for the answers that are under way. Several workers may do so together.
 */
export async function dialWaiting(stopped: AbortSignal): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const start = (work: Promise<unknown>, attempt?: Attempt) => {
    const done = work
      .catch((error: unknown) =>
        log.error({ callId: attempt?.ourId, error: String(error) }, "Dialling a waiting call failed"),
      )
      .then(() => void underWay.delete(done));
    underWay.add(done);
    return done;
  };
  try {
    while (!stopped.aborted && (underWay.size > 0 || (await asActor(dialler, someoneWaits)))) {
      const turn =
        underWay.size < AT_ONCE
          ? await asActor(dialler, (db) => takeTurn(db, null), atTheGate)
          : ({ kind: "none" } as const);
      if (turn.kind === "dial") {
        void start(dial(turn.attempt), turn.attempt);
        if (turn.reading) void start(readLinesBeside(turn.reading.began));
      } else if (turn.kind === "read") {
        const reading = start(readLines(turn.began));
        // Past that, those who wait are told that Retell does not answer.
        if (!turn.isBlind) await Promise.race([reading, pause(READING_SLOW_AFTER_MS, stopped)]);
      } else await pause(turn.kind === "wait" ? Math.min(turn.ms, LOOK_AGAIN_MS) : LOOK_AGAIN_MS, stopped);
    }
  } finally {
    await Promise.all(underWay);
  }
}

/** Looked for without the gate, so that an empty queue costs next to nothing. */
async function someoneWaits(db: Db): Promise<boolean> {
  const { rows } = await sql`select from retell_calls where dial_state = 'queued' limit 1`.execute(db);
  return rows.length > 0;
}

async function pause(ms: number, stopped: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stopped }).catch(() => undefined);
}
