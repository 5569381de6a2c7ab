import type { Evidence } from "./checks/evidence.ts";
import { Chronicle } from "./chronicle.ts";
import type { RealDatabase } from "./database/real-database.ts";
import { VirtualDatabase } from "./database/virtual-database.ts";
import { FreshnessWatch } from "./freshness-watch.ts";
import { Chance } from "./machine/chance.ts";
import { VirtualNetwork } from "./machine/network.ts";
import { type Stage, setStage } from "./machine/stage.ts";
import { VirtualClock } from "./machine/virtual-clock.ts";
import { House } from "./processes/house.ts";
import { Person } from "./processes/person.ts";
import { Viewer } from "./processes/viewer.ts";
import { webServer } from "./processes/web-process.ts";
import { ResumptionWatch } from "./resumption-watch.ts";
import { OUR_HOST, RETELL_HOST, Retell } from "./retell.ts";
import type { SeenCall } from "./seen-call.ts";
import type { System } from "./system.ts";
import { Wanderers } from "./wanderers.ts";
import { type Climate, drawClimate, drawFate, drawTroubles, type Trouble } from "./weather.ts";
import { WireWatch } from "./wire-watch.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
/** The longest that a commit is held up. */
const SLOW_COMMIT_MS = 600;
const UNKIND_AFTERWARDS_MS = 3 * MINUTE_MS;
/** When every run begins. */
const EPOCH_MS = Date.UTC(2026, 0, 5, 9);
/** More than any run needs that comes to rest. */
const EVENTS_MAX = 40_000;
/** What is not at rest so long after the last trouble never will be. */
const REST_WITHIN_MS = 150 * MINUTE_MS;
const LOOK_EVERY_MS = 15 * SECOND_MS;
/** Until it is looked again for a call that poison can speak of. */
const POISON_AGAIN_MS = 2 * SECOND_MS;
/** Longer than Retell goes on trying to deliver. */
const LAST_DELIVERIES_MS = MINUTE_MS;

/** The program finds its pools here; see src/database/pool.ts. */
const POOLS = Symbol.for("switchboard.database.pools");
const poolsHome = globalThis as { [name: symbol]: Map<string, unknown> | undefined };

/** Everything that one run consists of, drawn from its seed. */
export class World {
  readonly climate: Climate;
  readonly clock: VirtualClock;
  readonly chronicle: Chronicle;
  readonly retell: Retell;
  readonly database: VirtualDatabase;
  readonly real: RealDatabase;
  readonly system: System;
  readonly viewers: Viewer[];
  readonly #stage: Stage;
  readonly #chance: Chance;
  readonly #house: House;
  readonly #person: Person;
  readonly #wanderers: Wanderers;
  /** Timers that found nothing to do since all is calm, and when. */
  readonly #rested = new Map<string, number>();
  #isTroubled = true;

  constructor(seed: number, system: System, real: RealDatabase, keepsTrace: boolean) {
    this.system = system;
    this.real = real;
    const chance = new Chance(`run ${seed}`);
    this.#chance = chance.stream("world");
    this.climate = drawClimate(chance.stream("climate"));
    this.clock = new VirtualClock(EPOCH_MS, chance.stream("clock"));
    this.chronicle = new Chronicle(() => this.clock.now - EPOCH_MS, keepsTrace);
    const wire = new WireWatch(
      this.clock,
      this.chronicle,
      () => this.ourClock(),
      () => this.climate.databaseSlowness > 1,
    );
    const network = this.#makeNetwork(wire, chance.stream("network"));
    this.#stage = {
      clock: this.clock,
      chance: chance.stream("random"),
      clockErrorMs: 0,
      fetch: network.fetch,
    };
    setStage(this.#stage);
    this.database = this.#makeDatabase(String(seed), chance.stream("database"));
    this.retell = new Retell(String(seed), this.climate, this.clock, chance.stream("retell"));
    const resumption = new ResumptionWatch(this.clock, this.chronicle, real, () => this.ourClock());
    this.#house = new House(
      {
        system,
        clock: this.clock,
        chance: chance.stream("house"),
        chronicle: this.chronicle,
        real,
        database: this.database,
        network,
        clockErrorMs: () => this.#stage.clockErrorMs,
        mayRest: (timer, since) => this.#mayRest(timer, since),
        started: (life) => resumption.expect(life),
      },
      this.climate,
    );
    const web = () => this.#house.web();
    network.serve(RETELL_HOST, this.retell.server());
    network.serve(OUR_HOST, webServer(web));
    this.#person = new Person(
      this.clock,
      chance.stream("person"),
      web,
      this.chronicle,
      this.climate.impatience,
    );
    this.#wanderers = new Wanderers({
      clock: this.clock,
      chance: chance.stream("wanderers"),
      real,
      database: this.database,
      slowness: this.climate.databaseSlowness,
      hasListenedSince: (moment) => this.#house.hasListenedSince(moment),
      old: (message) => this.chronicle.violated(6, "wanderers", message),
    });
    const viewer = () =>
      new Viewer({
        clock: this.clock,
        web,
        wentBack: (message) => this.chronicle.violated(6, "viewers", message),
        heardPoint: (heard) => this.#wanderers.heardPoint(heard),
      });
    this.viewers = Array.from({ length: this.climate.viewers }, viewer);
  }

  /** What the clock of our machine says. */
  ourClock(): number {
    return Math.floor(this.clock.now) + this.#stage.clockErrorMs;
  }

  /** Runs from the beginning until all is at rest, or until that is no longer to be expected. Answers what is left undone. */
  async run(): Promise<string[]> {
    await this.#house.open(this.climate.workers);
    for (const viewer of this.viewers)
      this.clock.after(this.#chance.between(0, 5 * SECOND_MS), () => viewer.connect());
    this.#planDeeds();
    for (const { at, trouble } of drawTroubles(this.#chance, this.climate))
      this.clock.after(at, () => this.#befall(trouble));
    if (this.system.hasViewers)
      new FreshnessWatch(this.clock, this.real, this.viewers, (message) =>
        this.chronicle.violated(6, "freshness", message),
      ).watchUntil(EPOCH_MS + this.climate.troubleMs + UNKIND_AFTERWARDS_MS, () =>
        this.chronicle.lastTrouble(),
      );
    await this.clock.runUntil(EPOCH_MS + this.climate.troubleMs, () => this.#isTooMuch());
    this.#calm();
    return this.#rest();
  }

  /** What the checks look at. */
  async evidence(unfinished: string[]): Promise<Evidence> {
    let shown: SeenCall[] | null = null;
    const web = this.#house.web();
    if (web === null) throw new Error("Nobody is there to show the calls.");
    const reading = web
      .ask((asked) => asked.read("all"))
      .then((calls) => {
        shown = calls;
      });
    await this.clock.runUntil(this.clock.now + MINUTE_MS, () => shown !== null);
    await reading;
    return {
      chronicle: this.chronicle,
      simulator: this.retell.simulator,
      records: this.retell.simulator.calls(),
      real: this.real,
      unfinished,
      seen: this.viewers.map(({ seen }) => seen),
      shown: shown ?? [],
    };
  }

  async close(): Promise<void> {
    this.#house.close();
    await this.database.cutWhere(() => true);
    this.retell.simulator.end();
    this.retell.simulator.close();
    setStage(null);
  }

  #makeNetwork(wire: WireWatch, fates: Chance): VirtualNetwork {
    return new VirtualNetwork(this.clock, {
      fateOf: (exchange) => drawFate(fates, this.climate, exchange, this.#isTroubled),
      sent: (exchange) => {
        const placed = wire.sent(exchange);
        if (placed !== null) this.#thinkAgain(placed);
        if (exchange.host === OUR_HOST) this.retell.noteSent(exchange.body);
        this.#house.deed(exchange.from);
      },
      arrived: (exchange) => wire.arrived(exchange),
      answered: (exchange, reply) => wire.answered(exchange, reply),
      heard: (exchange, status) => wire.heard(exchange, status),
      failed: (exchange, code) => wire.failed(exchange, code),
      trace: (line) => this.chronicle.trace(line),
    });
  }

  #makeDatabase(seed: string, chance: Chance): VirtualDatabase {
    const commits = chance.stream("commits");
    const database = new VirtualDatabase({
      real: this.real,
      clock: this.clock,
      chance,
      seed,
      slowness: () => (this.#isUnkind() ? this.climate.databaseSlowness : 1),
      holdUp: () => {
        if (!this.#isUnkind() || !commits.happens(this.climate.slowCommits)) return 0;
        const ms = commits.between(0, SLOW_COMMIT_MS);
        if (this.system.hasViewers) this.#wanderers.commitHeldUp(ms, this.viewers);
        return ms;
      },
      readClock: () => this.ourClock(),
      watcher: {
        committed: () => this.#house.refreshAgenda(),
        told: (notice) => {
          this.#house.tell(notice);
          this.#cutBetweenCommits();
        },
        asked: (life) => this.#house.deed(life),
        trace: (line) => this.chronicle.trace(line),
      },
    });
    poolsHome[POOLS] ??= new Map();
    poolsHome[POOLS].set("switchboard_app", database);
    return database;
  }

  #planDeeds(): void {
    const { climate } = this;
    const sometime = (happen: () => void) =>
      this.clock.after(this.#chance.between(0, climate.troubleMs * 0.8), happen);
    const times = (count: number, happen: (number: number) => void) => {
      for (let number = 0; number < count; number += 1) sometime(() => happen(number));
    };
    const rushAt = this.#chance.between(0, climate.troubleMs * 0.8);
    const request = (number: number) => this.#person.wish(number, climate.doubleRequests);
    if (climate.isRush)
      for (let number = 0; number < climate.requests; number += 1)
        this.clock.after(rushAt + this.#chance.between(0, SECOND_MS), () => request(number));
    else times(climate.requests, request);
    times(climate.callsElsewhere, (number) => this.retell.placeElsewhere(number));
    times(climate.cancels, () => this.#person.cancelOne());
    times(climate.replays, () => this.#replayOne());
  }

  /** Somebody may want a call stopped while Retell is being asked to place it. */
  #thinkAgain(callId: string): void {
    if (!this.#isTroubled || !this.#chance.happens(this.climate.secondThoughts)) return;
    this.clock.after(0, () => this.#person.cancel(callId));
  }

  /** What only slows down and cuts off goes on for a while when trouble is over, until most calls are. */
  #isUnkind(): boolean {
    return this.clock.now < EPOCH_MS + this.climate.troubleMs + UNKIND_AFTERWARDS_MS;
  }

  #cutBetweenCommits(): void {
    if (!this.#isUnkind() || !this.database.hasOpenWrites) return;
    if (!this.#chance.happens(this.climate.cutsBetweenCommits)) return;
    const viewer = this.#chance.pick(this.viewers);
    this.clock.after(this.#chance.between(5, 40), () => viewer.cut());
  }

  #replayOne(): void {
    const place = this.#chance.float();
    this.clock.after(0, async () => {
      const deliveries = await this.real.look<{ id: string }>("select id from webhook_events order by id");
      const chosen = deliveries[Math.floor(place * deliveries.length)];
      if (chosen) this.#person.replay(chosen.id);
    });
  }

  async #befall(trouble: Trouble): Promise<void> {
    this.chronicle.trace(`trouble: ${JSON.stringify(trouble)}`);
    this.chronicle.noteTrouble(this.clock.now);
    switch (trouble.kind) {
      case "database away":
        this.chronicle.noteDatabaseAway(this.clock.now + trouble.ms);
        await this.database.goAway(trouble.ms);
        return this.#house.cutListeners();
      case "listener cut":
        return this.#house.cutListeners();
      case "viewer cut":
        return this.#chance.pick(this.viewers).flap(this.#chance);
      case "clock step":
        return this.#setClockError(trouble.ms);
      case "retell away":
        return this.retell.goAway(trouble.ms, trouble.how);
      case "forgery":
        return this.retell.sendForgery();
      case "late copy":
        return this.retell.sendLateCopy();
      case "poison":
        return this.#poison();
    }
  }

  /** Something is only said of a call that is there. */
  #poison(): void {
    const poison = this.retell.sendPoison();
    if (poison !== null) this.chronicle.poison.push(poison);
    else if (this.#isTroubled) this.clock.after(POISON_AGAIN_MS, () => this.#poison());
  }

  async #setClockError(ms: number): Promise<void> {
    this.#stage.clockErrorMs = Math.round(ms);
    this.chronicle.isClockRight = false;
    await this.#house.refreshAgenda();
  }

  #calm(): void {
    this.chronicle.trace("all is calm");
    // The clock is put right, which is a step too.
    if (this.#stage.clockErrorMs !== 0) this.chronicle.noteTrouble(this.clock.now);
    this.#isTroubled = false;
    this.#stage.clockErrorMs = 0;
    this.retell.calm();
    this.#house.calm();
  }

  /** More has happened than ever does where something gets on. */
  #isTooMuch(): boolean {
    return this.chronicle.events > EVENTS_MAX;
  }

  async #rest(): Promise<string[]> {
    const until = this.clock.now + REST_WITHIN_MS;
    for (;;) {
      await this.clock.runUntil(this.clock.now + LOOK_EVERY_MS, () => this.#isTooMuch());
      if (this.#isTooMuch()) this.chronicle.violated(4, "at rest", "The program does not come to rest.");
      const isTooLate = this.clock.now > until || this.#isTooMuch();
      const isQuiet = this.retell.isQuiet() && this.clock.now > this.retell.changedAt() + LAST_DELIVERIES_MS;
      if (!isTooLate && !(isQuiet && this.#haveAllTimersRested())) continue;
      const unfinished = await this.system.unfinished(this.real);
      if (unfinished.length === 0 || isTooLate) return unfinished;
    }
  }

  /** In a calm, a timer that reads Retell's list may rest while nothing changes there. */
  #mayRest(timer: string, since: number): boolean {
    if (this.#isTroubled || this.#house.hasAgenda(timer)) return false;
    const rests = this.retell.changedAt() < since;
    if (rests) this.#rested.set(timer, this.clock.now);
    return rests;
  }

  #haveAllTimersRested(): boolean {
    const changedAt = this.retell.changedAt();
    return this.system.timers
      .filter(({ name }) => !this.#house.hasAgenda(name))
      .every(({ name }) => (this.#rested.get(name) ?? 0) > changedAt);
  }
}
