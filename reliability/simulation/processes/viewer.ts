import type { Chance } from "../machine/chance.ts";
import type { VirtualClock } from "../machine/virtual-clock.ts";
import type { SeenCall } from "../seen-call.ts";
import type { WebProcess } from "./web-process.ts";

const RECONNECT_MS = 1_000;
/** As the console's own pages gather news before they read. */
const GATHER_MS = 50;
const FLAP_AGAIN = 0.8;
/** About as long as catching up takes. */
const FLAP_WITHIN_MS = 150;

/** How far along a status is. Never goes back for whoever watches. */
const ranks: Record<string, number> = {
  initiated: 0,
  ringing: 1,
  in_progress: 2,
  completed: 3,
  failed: 3,
  cancelled: 3,
};

/**
 * Somebody who watches the calls by the live stream's protocol alone: reads the calls that are named, reads
 * all after a reset, and resumes after the last event it knows of. It never reads again just to be sure,
 * which the console's pages do, so what the stream leaves untold stays unseen.
 */
export class Viewer {
  readonly seen = new Map<string, SeenCall>();
  /** Since when the stream has been open; null while it is not. */
  connectedAt: number | null = null;
  readonly #clock: VirtualClock;
  readonly #web: () => WebProcess | null;
  readonly #wentBack: (message: string) => void;
  #lastEventId: string | null = null;
  #gathered: Set<string> | "all" = new Set();
  #isReading = false;
  #close: (() => void) | null = null;

  constructor(clock: VirtualClock, web: () => WebProcess | null, wentBack: (message: string) => void) {
    this.#clock = clock;
    this.#web = web;
    this.#wentBack = wentBack;
  }

  connect(): void {
    const web = this.#web();
    if (web === null) return void this.#clock.after(RECONNECT_MS, () => this.connect());
    this.connectedAt = this.#clock.now;
    this.#close = web.watch(
      this.#lastEventId,
      (text) => this.#hear(text),
      () => {
        this.#close = null;
        this.connectedAt = null;
        this.#clock.after(RECONNECT_MS, () => this.connect());
      },
    );
  }

  /** The viewer's connection breaks. */
  cut(): void {
    this.#close?.();
  }

  /** The viewer's connection breaks, and when it is made anew may break again at once. */
  flap(chance: Chance): void {
    this.#close?.();
    if (chance.happens(FLAP_AGAIN))
      this.#clock.after(RECONNECT_MS + chance.between(0, FLAP_WITHIN_MS), () => this.flap(chance));
  }

  #hear(text: string): void {
    const fields = new Map(
      text
        .split("\n")
        .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)] as const),
    );
    this.#lastEventId = fields.get("id") ?? this.#lastEventId;
    if (fields.get("event") === "reset") this.#gathered = "all";
    else if (fields.get("event") === "calls" && this.#gathered !== "all") {
      const { ids } = JSON.parse(fields.get("data") ?? "{}") as { ids: string[] };
      for (const id of ids) this.#gathered.add(id);
    } else if (fields.get("event") === undefined) return;
    this.#schedule(GATHER_MS);
  }

  #schedule(ms: number): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#clock.after(ms, () => this.#read());
  }

  #read(): void {
    const wanted = this.#gathered;
    this.#gathered = new Set();
    if (wanted !== "all" && wanted.size === 0) {
      this.#isReading = false;
      return;
    }
    const ids = wanted === "all" ? "all" : [...wanted];
    const web = this.#web();
    const failed = () => {
      // Not read, so still to be read.
      this.#gathered =
        wanted === "all" || this.#gathered === "all" ? "all" : new Set([...wanted, ...this.#gathered]);
      this.#isReading = false;
      this.#schedule(RECONNECT_MS);
    };
    if (web === null) {
      failed();
      return;
    }
    web
      .ask((asked) => asked.read(ids))
      .then((calls) => {
        this.#show(ids, calls);
        this.#isReading = false;
        this.#schedule(GATHER_MS);
      }, failed);
  }

  #show(ids: readonly string[] | "all", calls: readonly SeenCall[]): void {
    const found = new Map(calls.map((call) => [call.id, call]));
    for (const id of ids === "all" ? [...this.seen.keys()] : ids) if (!found.has(id)) this.seen.delete(id);
    for (const call of calls) {
      const before = this.seen.get(call.id);
      if (before && isBehind(call, before))
        this.#wentBack(`A viewer saw the call ${call.id} go back from ${before.status} to ${call.status}.`);
      this.seen.set(call.id, call);
    }
  }
}

/** A call that was thought never placed may turn out to have been. */
function isBehind(now: SeenCall, before: SeenCall): boolean {
  if (before.dialState === "not_placed") return false;
  return (ranks[String(now.status)] ?? 0) < (ranks[String(before.status)] ?? 0);
}
