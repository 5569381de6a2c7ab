import type { Chronicle } from "../chronicle.ts";
import type { Notice, RealDatabase } from "../database/real-database.ts";
import type { VirtualDatabase } from "../database/virtual-database.ts";
import type { Chance } from "../machine/chance.ts";
import { type Life, nameOf, type ProcessName, within } from "../machine/life.ts";
import type { VirtualNetwork } from "../machine/network.ts";
import type { VirtualClock } from "../machine/virtual-clock.ts";
import type { Ear, System } from "../system.ts";
import type { Climate } from "../weather.ts";
import { JobQueue } from "./jobs.ts";
import { WebProcess } from "./web-process.ts";
import { WorkerProcess } from "./worker-process.ts";

const SECOND_MS = 1000;
/** How long a process is gone, as long as whatever starts it again takes. */
const RESTART_MS = [300, 6 * SECOND_MS] as const;
/** The listener tries again as src/database/listen.ts does. */
const LISTEN_AGAIN_MS = [100, 2 * SECOND_MS] as const;
/** A worker that dies with a job in hand has hardly begun it. */
const DIES_WITH_JOB_MS = 60;

interface HouseParts {
  system: System;
  clock: VirtualClock;
  chance: Chance;
  chronicle: Chronicle;
  real: RealDatabase;
  database: VirtualDatabase;
  network: VirtualNetwork;
  clockErrorMs(): number;
  /** Whether a timer without an agenda may rest. */
  mayRest(timer: string, since: number): boolean;
  /** A process has started; what waited is to be taken up. */
  started(life: Life): void;
}

type DeathsPlanned = Pick<Climate, "deaths" | "deedsBetweenDeaths" | "deathsWithJobs">;

interface Listening {
  channels: readonly string[];
  ear: Ear;
  isConnected: boolean;
  connectedAt: number;
  arrivesAt: number;
}

/** The processes of the program under test: starts them, lets them die, and starts them again. */
export class House {
  readonly #parts: HouseParts;
  readonly #queue: JobQueue;
  readonly #lifeNumbers = new Map<ProcessName, number>();
  readonly #lives = new Map<ProcessName, Life>();
  readonly #workers = new Map<ProcessName, WorkerProcess>();
  readonly #listening = new Map<Life, Listening>();
  #web: WebProcess | null = null;
  #agenda: Record<string, number> = {};
  #deathsLeft: number;
  #deedsUntilDeath: number;
  readonly #deedsBetweenDeaths: number;
  readonly #deathsWithJobs: number;

  constructor(parts: HouseParts, climate: DeathsPlanned) {
    const { deaths, deedsBetweenDeaths, deathsWithJobs } = climate;
    this.#parts = parts;
    const { real, database, clock } = parts;
    this.#queue = new JobQueue(
      real,
      database,
      clock,
      () => clock.now + parts.clockErrorMs(),
      (worker) => this.#tookUp(worker),
    );
    this.#deathsWithJobs = deathsWithJobs;
    this.#deathsLeft = deaths;
    this.#deedsBetweenDeaths = deedsBetweenDeaths;
    this.#deedsUntilDeath = parts.chance.whole(1, deedsBetweenDeaths);
  }

  web(): WebProcess | null {
    return this.#web;
  }

  /** Whether the web process has heard whatever the database told since a moment. */
  hasListenedSince(moment: number): boolean {
    const listening = this.#web ? this.#listening.get(this.#web.life) : undefined;
    return listening?.isConnected === true && listening.connectedAt <= moment;
  }

  /** Whether the timer runs by what is due rather than by its pace. */
  hasAgenda(timer: string): boolean {
    return this.#agenda[timer] !== undefined;
  }

  async open(workers: number): Promise<void> {
    await this.refreshAgenda();
    const names: ProcessName[] = ["web", "worker a", "worker b"];
    for (const name of names.slice(0, 1 + workers)) this.#start(name);
  }

  /** Nobody dies any more. */
  calm(): void {
    this.#deathsLeft = 0;
    for (const worker of this.#workers.values()) worker.lookAgain();
  }

  close(): void {
    for (const life of this.#lives.values()) life.isAlive = false;
  }

  /** A process has asked something of the world; one of those deeds is its last. */
  deed(life: Life | null): void {
    if (life === null || this.#deathsLeft === 0) return;
    this.#deedsUntilDeath -= 1;
    if (this.#deedsUntilDeath > 0) return;
    const { chance, clock } = this.#parts;
    this.#deathsLeft -= 1;
    this.#deedsUntilDeath = chance.whole(1, this.#deedsBetweenDeaths);
    // Before the deed is done, after it, or after its answer has come.
    clock.after(chance.between(0, chance.pick([0.1, 6, 60])), () => this.#die(life));
  }

  /** A job, or a call that it heard of. */
  #tookUp(worker: Life): void {
    const { chance, clock } = this.#parts;
    if (this.#deathsLeft === 0 || !chance.happens(this.#deathsWithJobs)) return;
    this.#deathsLeft -= 1;
    clock.after(chance.between(0, DIES_WITH_JOB_MS), () => this.#die(worker));
  }

  /** What waits has changed. */
  async refreshAgenda(): Promise<void> {
    this.#agenda = await this.#parts.system.agenda(this.#parts.real);
    for (const worker of this.#workers.values()) worker.lookAgain();
  }

  /** The database told something to everybody who listens. */
  tell({ channel, payload }: Notice): void {
    const { clock, chance } = this.#parts;
    for (const [life, listening] of this.#listening) {
      if (!life.isAlive || !listening.isConnected || !listening.channels.includes(channel)) continue;
      listening.arrivesAt = Math.max(listening.arrivesAt + 0.001, clock.now + chance.between(0.1, 5));
      clock.at(listening.arrivesAt, () => {
        if (!life.isAlive || !listening.isConnected) return;
        within(life, () => listening.ear.notice(channel, payload));
        if (this.#workers.has(life.process)) this.#tookUp(life);
      });
    }
  }

  /** Connections that listen are cut, and made anew after a while. */
  cutListeners(): void {
    for (const [life, listening] of this.#listening) {
      if (!listening.isConnected) continue;
      listening.isConnected = false;
      this.#listenAgain(life, listening);
    }
  }

  #start(process: ProcessName): void {
    const number = (this.#lifeNumbers.get(process) ?? 0) + 1;
    this.#lifeNumbers.set(process, number);
    const life: Life = { process, number, isAlive: true, diedAt: null };
    this.#lives.set(process, life);
    this.#parts.chronicle.trace(`${nameOf(life)} starts`);
    if (process === "web") this.#startWeb(life);
    else this.#startWorker(life);
    this.#parts.started(life);
  }

  #startWeb(life: Life): void {
    const { system, clock, chance } = this.#parts;
    const web = within(life, () => system.startWeb((channels, ear) => this.#listen(life, channels, ear)));
    this.#web = new WebProcess(life, web, clock, (low, high) => chance.between(low, high));
  }

  #listen(life: Life, channels: readonly string[], ear: Ear): void {
    const listening = { channels, ear, isConnected: false, connectedAt: 0, arrivesAt: 0 };
    this.#listening.set(life, listening);
    this.#listenAgain(life, listening);
  }

  #startWorker(life: Life): void {
    const { system, clock, chronicle, clockErrorMs, mayRest } = this.#parts;
    within(life, () => system.startWorker((channels, ear) => this.#listen(life, channels, ear)));
    this.#workers.set(
      life.process,
      new WorkerProcess(life, {
        system,
        clock,
        queue: this.#queue,
        clockErrorMs,
        agenda: () => this.#agenda,
        mayRest,
        trace: (line) => chronicle.trace(line),
      }),
    );
  }

  #listenAgain(life: Life, listening: Listening): void {
    const { clock, chance, database } = this.#parts;
    clock.after(chance.between(...LISTEN_AGAIN_MS), () => {
      if (!life.isAlive) return;
      if (database.isAway) return this.#listenAgain(life, listening);
      listening.isConnected = true;
      listening.connectedAt = clock.now;
      within(life, () => listening.ear.connected());
    });
  }

  async #die(life: Life): Promise<void> {
    if (!life.isAlive) return;
    const { clock, chance, chronicle, database, network } = this.#parts;
    chronicle.trace(`${nameOf(life)} dies`);
    chronicle.noteTrouble(clock.now);
    life.isAlive = false;
    life.diedAt = clock.now;
    this.#listening.delete(life);
    if (this.#web?.life === life) {
      this.#web.hangUp();
      this.#web = null;
    }
    this.#workers.delete(life.process);
    network.hangUp(life);
    await database.cutWhere((owner) => owner === life);
    clock.after(chance.between(...RESTART_MS), () => this.#start(life.process));
  }
}
