import type { RealDatabase } from "../database/real-database.ts";
import type { VirtualDatabase } from "../database/virtual-database.ts";
import { type Life, nameOf } from "../machine/life.ts";
import type { VirtualClock } from "../machine/virtual-clock.ts";

const ROUND_TRIP_MS = 2;
/** Until a database that is away is tried again. */
const RETRY_MS = 200;

/** A job that a worker took. */
export interface TakenJob {
  id: string;
  name: string;
  payload: unknown;
  attempts: number;
}

/**
 * The job queue, as graphile-worker works it: a job is locked by the worker that takes it, gone when it
 * is done, and tried again later when it fails. One whose worker dies stays locked: for our hours that is
 * for ever, so whoever needs it must notice.
 */
export class JobQueue {
  readonly #real: RealDatabase;
  readonly #database: VirtualDatabase;
  readonly #clock: VirtualClock;
  readonly #readClock: () => number;
  readonly #taken: (worker: Life) => void;

  constructor(
    real: RealDatabase,
    database: VirtualDatabase,
    clock: VirtualClock,
    readClock: () => number,
    taken: (worker: Life) => void,
  ) {
    this.#taken = taken;
    this.#real = real;
    this.#database = database;
    this.#clock = clock;
    this.#readClock = readClock;
  }

  /** Locks the next job that is due; null when none is, or the database is away. */
  take(worker: Life): Promise<TakenJob | null> {
    return this.#clock.do(ROUND_TRIP_MS, worker, async () => {
      if (this.#database.isAway) return null;
      const [job] = await this.#real.look<TakenJob>(
        `update graphile_worker._private_jobs as job
         set locked_at = to_timestamp($1::double precision / 1000), locked_by = $2, attempts = attempts + 1
         from graphile_worker._private_tasks as task
         where task.id = job.task_id and job.id = (
           select id from graphile_worker._private_jobs
           where locked_at is null and run_at <= to_timestamp($1::double precision / 1000)
           order by priority, run_at, id limit 1 for update skip locked
         )
         returning job.id::text, task.identifier as name, job.payload, job.attempts`,
        [this.#readClock(), nameOf(worker)],
      );
      if (!job) return null;
      this.#taken(worker);
      return job;
    });
  }

  async done(worker: Life, job: TakenJob): Promise<void> {
    await this.#write(worker, job, "delete from graphile_worker._private_jobs as job");
  }

  async failed(worker: Life, job: TakenJob): Promise<void> {
    const retryAt = this.#readClock() + Math.exp(Math.min(job.attempts, 10)) * 1000;
    await this.#write(
      worker,
      job,
      `update graphile_worker._private_jobs as job
       set locked_at = null, locked_by = null, run_at = to_timestamp($2::double precision / 1000)`,
      [retryAt],
    );
  }

  /** Tried again while the database is away, or while a transaction that is open has the job. */
  async #write(worker: Life, job: TakenJob, what: string, values: unknown[] = []): Promise<void> {
    const isWritten = await this.#clock.do(ROUND_TRIP_MS, worker, async () => {
      if (this.#database.isAway) return false;
      const [left] = await this.#real.look(
        `with written as (
           ${what} where job.id = (select id from graphile_worker._private_jobs where id = $1 for update skip locked)
           returning job.id
         )
          select from graphile_worker._private_jobs where id = $1 and not exists (select from written)`,
        [job.id, ...values],
      );
      return left === undefined;
    });
    if (isWritten) return;
    await this.#clock.do(RETRY_MS, worker, async () => undefined);
    await this.#write(worker, job, what, values);
  }
}
