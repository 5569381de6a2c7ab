import type { Chronicle } from "./chronicle.ts";
import type { RealDatabase } from "./database/real-database.ts";
import { type Life, nameOf } from "./machine/life.ts";
import type { VirtualClock } from "./machine/virtual-clock.ts";

const RESUMED_WITHIN_MS = 10_000;

/** Guarantee 4: ten seconds after a worker is back, what waited when it came is no longer left lying. */
export class ResumptionWatch {
  readonly #clock: VirtualClock;
  readonly #chronicle: Chronicle;
  readonly #real: RealDatabase;
  readonly #ourClock: () => number;

  constructor(clock: VirtualClock, chronicle: Chronicle, real: RealDatabase, ourClock: () => number) {
    this.#clock = clock;
    this.#chronicle = chronicle;
    this.#real = real;
    this.#ourClock = ourClock;
  }

  /** A process has started. */
  expect(life: Life): void {
    if (life.process === "web") return;
    const startedAt = this.#clock.now;
    const atOurClock = this.#ourClock();
    this.#clock.after(RESUMED_WITHIN_MS, () => this.#look(life, startedAt, atOurClock));
  }

  async #look(life: Life, startedAt: number, atOurClock: number): Promise<void> {
    // Another death or a database that is away begins a new count.
    if (!life.isAlive || this.#chronicle.wasTroubledSince(startedAt)) return;
    const rows = await this.#real.look<{ what: string }>(
      `select format('the call %s waits to be dialled (%s)', id, coalesce(wait_reason, 'nobody says why')) as what
         from retell_calls
         where dial_state = 'queued' and dial_after < to_timestamp($1::double precision / 1000)
           -- Retell asked for a pause, could not be reached a moment ago, has no line or does not say whether it
           -- has one: that is no fault of ours.
           and coalesce(wait_reason, '') not in ('no_free_line', 'lines_unknown')
           and not exists (
             select from dial_gate where paused_until > to_timestamp($1::double precision / 1000)
           )
       union all select format('nobody vouches for an attempt to dial %s', call_id) from dial_attempts
         where outcome = 'started' and leased_until < to_timestamp($1::double precision / 1000)
       union all select format('a check of %s is overdue', call_id) from call_checks
         where due_at < to_timestamp($1::double precision / 1000)`,
      [atOurClock],
    );
    for (const { what } of rows)
      this.#chronicle.violated(4, "work goes on", `Ten seconds after ${nameOf(life)} started, ${what}.`);
  }
}
