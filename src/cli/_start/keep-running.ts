import { setTimeout as pause } from "node:timers/promises";
import { launch, type Program, type Ready, type Run } from "./program.ts";
import { complain, say } from "./terminal.ts";

const RESTART_FIRST_MS = 1_000;
/** Shorter than it looks necessary: what crashed with the database is to be back within ten seconds of it, start included. */
const RESTART_LONGEST_MS = 5_000;
/** A program that ran for this long was well; its next crash is a new story. */
const RAN_WELL_MS = 60_000;

export interface KeptProgram {
  /** Its first readiness. Once that has happened, crashes are answered by restarts. */
  ready: Promise<Ready>;
  stop(): Promise<void>;
  kill(): void;
}

/** Launches a program and launches it again, with growing pauses, whenever it ends by itself. */
export function keepRunning(program: Program): KeptProgram {
  const stopping = new AbortController();
  let run = launch(program);
  const ready = run.ready;
  const watching = ready.then(
    () => watch(),
    () => {},
  );

  async function watch(): Promise<void> {
    let wait = RESTART_FIRST_MS;
    while (!stopping.signal.aborted) {
      const began = performance.now();
      const how = await run.ended;
      if (stopping.signal.aborted) return;
      if (performance.now() - began > RAN_WELL_MS) wait = RESTART_FIRST_MS;
      complain(`The ${program.name} process ended (${how}). Starting it again in ${wait / 1000} s.`);
      await pause(wait, null, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      wait = Math.min(wait * 2, RESTART_LONGEST_MS);
      run = launch(program);
      void announce(program, run);
    }
  }

  return {
    ready,
    async stop() {
      stopping.abort();
      await run.stop();
      await watching;
    },
    kill() {
      stopping.abort();
      run.kill();
    },
  };
}

// A run that ends or hangs before it is ready is reported by the loop that waits for its end.
async function announce({ name }: Program, run: Run): Promise<void> {
  try {
    await run.ready;
    say(`The ${name} process is running again.`);
  } catch {
    run.kill();
  }
}
