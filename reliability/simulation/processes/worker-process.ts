import { type Life, nameOf, within } from "../machine/life.ts";
import type { Pending, VirtualClock } from "../machine/virtual-clock.ts";
import type { System, Timer } from "../system.ts";
import type { JobQueue } from "./jobs.ts";

const JOBS_AT_ONCE = 8;
const POLL_EVERY_MS = 1_000;
const JOBS = "jobs";

export interface WorkerParts {
  system: System;
  clock: VirtualClock;
  queue: JobQueue;
  clockErrorMs(): number;
  /** When each timer has something to do; see System.agenda. */
  agenda(): Record<string, number>;
  /** Whether a timer without an agenda may rest: nothing has changed since it last looked. */
  mayRest(timer: string, since: number): boolean;
  trace(line: string): void;
}

interface Loop {
  timer: Timer;
  /** When it last began, and when it may run again. */
  beganAt: number;
  freeAt: number;
  isRunning: boolean;
  next: Pending | null;
}

/**
 * One worker's life: every timer of the program at its own pace, and jobs. A timer that has nothing to do
 * by the agenda is not run for nothing, which is what makes hours of quiet cheap.
 */
export class WorkerProcess {
  readonly life: Life;
  readonly #parts: WorkerParts;
  readonly #loops: Loop[];
  #jobsRunning = 0;

  constructor(life: Life, parts: WorkerParts) {
    this.life = life;
    this.#parts = parts;
    const jobs: Timer = { name: JOBS, every: POLL_EVERY_MS, work: () => this.#takeJobs() };
    this.#loops = [...parts.system.timers, jobs].map((timer) => ({
      timer,
      beganAt: Number.NEGATIVE_INFINITY,
      freeAt: parts.clock.now + (timer.late ? timer.every : 0),
      isRunning: false,
      next: null,
    }));
    for (const loop of this.#loops) this.#plan(loop);
  }

  /** The agenda has changed. */
  lookAgain(): void {
    if (!this.life.isAlive) return;
    for (const loop of this.#loops) if (!loop.isRunning) this.#plan(loop);
  }

  #plan(loop: Loop): void {
    loop.next?.cancel();
    loop.next = null;
    const moment = this.#momentOf(loop);
    if (moment === Number.POSITIVE_INFINITY) return;
    loop.next = this.#parts.clock.at(moment, () => this.#run(loop));
  }

  /** Its next turn on which there is something to do; turns come one pause apart. */
  #momentOf({ timer, freeAt }: Loop): number {
    const { clock, agenda, clockErrorMs } = this.#parts;
    const due = agenda()[timer.name];
    const first = Math.max(freeAt, clock.now);
    if (due === undefined) return first;
    const dueAt = due - clockErrorMs();
    if (dueAt <= first) return first;
    return freeAt + Math.ceil((dueAt - freeAt) / timer.every) * timer.every;
  }

  async #run(loop: Loop): Promise<void> {
    const { clock, mayRest, trace } = this.#parts;
    if (!this.life.isAlive) return;
    const { timer } = loop;
    if (mayRest(timer.name, loop.beganAt)) {
      loop.freeAt = clock.now + timer.every;
      return this.#plan(loop);
    }
    trace(`${nameOf(this.life)} turns to: ${timer.name}`);
    loop.isRunning = true;
    loop.beganAt = clock.now;
    within(this.life, () => {
      const over = () => {
        loop.isRunning = false;
        loop.freeAt = clock.now + timer.every;
        this.#plan(loop);
      };
      timer.work().then(over, (error: unknown) => {
        trace(`${nameOf(this.life)} failed: ${timer.name}: ${String(error)}`);
        over();
      });
    });
  }

  async #takeJobs(): Promise<void> {
    const { queue, system, trace } = this.#parts;
    while (this.#jobsRunning < JOBS_AT_ONCE) {
      const job = await queue.take(this.life);
      if (job === null) return;
      trace(`${nameOf(this.life)} takes the job ${job.name} ${JSON.stringify(job.payload)}`);
      this.#jobsRunning += 1;
      system
        .doJob(job.name, job.payload)
        .then(
          () => queue.done(this.life, job),
          (error: unknown) => {
            trace(`${nameOf(this.life)} failed at the job ${job.name}: ${String(error)}`);
            return queue.failed(this.life, job);
          },
        )
        .finally(() => {
          this.#jobsRunning -= 1;
        });
    }
  }
}
