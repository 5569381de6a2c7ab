import { setTimeout as sleep } from "node:timers/promises";
import { refreshWorkspace } from "#domain/agents";
import {
  carryOutStops,
  checkCalls,
  dialWaiting,
  LONGEST_CALL_MS,
  RECENT_MS,
  recoverDials,
  syncCalls,
  syncUnstartedCalls,
} from "#domain/calls";
import { packBodies } from "#domain/webhooks";
import { log } from "#log";
import { RetellFailure } from "#retell";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

export interface Timer {
  name: string;
  every: number;
  /** Waits before its first run too, because another timer's first run covers it. */
  late?: boolean;
  /** Whatever goes on for long ends when it is told to stop. */
  work(stopped: AbortSignal): Promise<unknown>;
}

/** Every timer of the program. Each may run in several workers at once: the work itself claims what it does. */
export const timers: readonly Timer[] = [
  { name: "dial waiting calls", every: SECOND_MS / 4, work: dialWaiting },
  { name: "recover dials", every: 2 * SECOND_MS, work: recoverDials },
  { name: "check live calls", every: SECOND_MS / 4, work: (stopped) => checkUntilNoneDue("live", stopped) },
  {
    name: "check calls that are over",
    every: SECOND_MS / 4,
    work: (stopped) => checkUntilNoneDue("over", stopped),
  },
  { name: "stop calls", every: SECOND_MS / 4, work: carryOutStops },
  { name: "sync recent calls", every: 30 * SECOND_MS, work: () => syncCalls({ lookBackMs: RECENT_MS }) },
  {
    name: "sync long calls",
    every: 10 * MINUTE_MS,
    late: true,
    work: () => syncCalls({ lookBackMs: LONGEST_CALL_MS }),
  },
  { name: "sync calls that never started", every: 10 * MINUTE_MS, work: syncUnstartedCalls },
  { name: "pack bodies of webhooks", every: 10 * MINUTE_MS, late: true, work: packBodies },
  {
    name: "refresh agents and numbers",
    every: 5 * MINUTE_MS,
    work: () => refreshWorkspace({ kind: "system", job: "refresh_workspace" }),
  },
];

/** Runs every timer now and then again after its pause, until stopped; stopping waits for work under way. */
export function runSchedule(): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const running = timers.map((timer) => runTimer(timer, stopping.signal));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

async function runTimer({ name, every, late = false, work }: Timer, stopped: AbortSignal): Promise<void> {
  if (late) await sleep(every, undefined, { signal: stopped }).catch(() => undefined);
  while (!stopped.aborted) {
    try {
      await work(stopped);
    } catch (error) {
      const foreseen = error instanceof RetellFailure;
      log[foreseen ? "warn" : "error"](
        { timer: name, error: foreseen ? error.message : String(error) },
        "Scheduled work failed; it is tried again",
      );
    }
    await sleep(every, undefined, { signal: stopped }).catch(() => undefined);
  }
}

/** An import leaves many to be asked about; whoever is told to stop finishes those under way and no more. */
async function checkUntilNoneDue(kind: "live" | "over", stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted && (await checkCalls(kind)) > 0);
}
