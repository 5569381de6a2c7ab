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

type Unread = ReadonlySet<string> | "all";

interface ViewerParts {
  clock: VirtualClock;
  web(): WebProcess | null;
  wentBack(message: string): void;
  /** An event to resume from has come. */
  heardPoint(viewer: Viewer): void;
}

/**
 * Somebody who watches the calls by the live stream's protocol alone: reads the calls that are named, reads
 * all after a reset, and resumes after the last event it knows of. It never reads again just to be sure,
 * which the console's pages do, so what the stream leaves untold stays unseen.
 */
export class Viewer {
  readonly seen = new Map<string, SeenCall>();
  /** Since when the stream has been open; null while it is not. */
  connectedAt: number | null = null;
  /** Whether an event to resume from has come since: everything before it has been told. */
  hasPoint = false;
  readonly #parts: ViewerParts;
  readonly #clock: VirtualClock;
  #lastEventId: string | null = null;
  #unread: Unread = new Set();
  #reading: Unread = new Set();
  #isReading = false;
  #comesBack = true;
  #close: (() => void) | null = null;

  constructor(parts: ViewerParts) {
    this.#parts = parts;
    this.#clock = parts.clock;
  }

  connect(): void {
    const web = this.#parts.web();
    this.#comesBack = true;
    if (web === null) {
      this.#comeBack();
      return;
    }
    this.hasPoint = false;
    this.connectedAt = this.#clock.now;
    this.#schedule(GATHER_MS);
    this.#close = web.watch(
      this.#lastEventId,
      (text) => this.#hear(text),
      () => {
        this.#close = null;
        this.connectedAt = null;
        this.#comeBack();
      },
    );
  }

  #comeBack(): void {
    this.#clock.after(RECONNECT_MS, () => {
      if (this.#comesBack && this.connectedAt === null) this.connect();
    });
  }

  /** Leaves, to come back when told to. */
  leave(): void {
    this.#comesBack = false;
    this.#close?.();
  }

  /** Somebody who has seen and heard the same, and does not watch now. */
  twin(heardPoint: () => void = () => {}): Viewer {
    const twin = new Viewer({ ...this.#parts, heardPoint });
    for (const [id, call] of this.seen) twin.seen.set(id, call);
    twin.#lastEventId = this.#lastEventId;
    twin.#unread = both(this.#unread, this.#reading);
    return twin;
  }

  /** Whether everything that was told has been read. */
  get hasReadAll(): boolean {
    return !this.#isReading;
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
    if (fields.get("event") === "reset") this.#unread = "all";
    else if (fields.get("event") === "calls") {
      const { ids } = JSON.parse(fields.get("data") ?? "{}") as { ids: string[] };
      this.#unread = both(this.#unread, new Set(ids));
    } else if (fields.get("event") === undefined) return;
    this.#schedule(GATHER_MS);
    const point = fields.get("id");
    if (point === undefined) return;
    this.#lastEventId = point;
    this.hasPoint = true;
    this.#parts.heardPoint(this);
  }

  #schedule(ms: number): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#clock.after(ms, () => this.#read());
  }

  #read(): void {
    const wanted = this.#unread;
    this.#unread = new Set();
    if (wanted !== "all" && wanted.size === 0) {
      this.#isReading = false;
      return;
    }
    this.#reading = wanted;
    const ids = wanted === "all" ? "all" : [...wanted];
    const web = this.#parts.web();
    const over = (againAfterMs: number) => {
      this.#reading = new Set();
      this.#isReading = false;
      this.#schedule(againAfterMs);
    };
    const failed = () => {
      // Not read, so still to be read.
      this.#unread = both(wanted, this.#unread);
      over(RECONNECT_MS);
    };
    if (web === null) {
      failed();
      return;
    }
    web
      .ask((asked) => asked.read(ids))
      .then((calls) => {
        this.#show(ids, calls);
        over(GATHER_MS);
      }, failed);
  }

  #show(ids: readonly string[] | "all", calls: readonly SeenCall[]): void {
    const found = new Map(calls.map((call) => [call.id, call]));
    for (const id of ids === "all" ? [...this.seen.keys()] : ids) if (!found.has(id)) this.seen.delete(id);
    for (const call of calls) {
      const before = this.seen.get(call.id);
      if (before && isBehind(call, before))
        this.#parts.wentBack(
          `A viewer saw the call ${call.id} go back from ${before.status} to ${call.status}.`,
        );
      this.seen.set(call.id, call);
    }
  }
}

function both(one: Unread, other: Unread): Unread {
  return one === "all" || other === "all" ? "all" : new Set([...one, ...other]);
}

/** A call that was thought never placed may turn out to have been. */
function isBehind(now: SeenCall, before: SeenCall): boolean {
  if (before.dialState === "not_placed") return false;
  return (ranks[String(now.status)] ?? 0) < (ranks[String(before.status)] ?? 0);
}
