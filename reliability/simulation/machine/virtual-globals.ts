import { currentLife, within } from "./life.ts";
import { readClock, stage } from "./stage.ts";
import type { Pending } from "./virtual-clock.ts";

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  random: Math.random,
  performanceNow: performance.now.bind(performance),
  fetch: globalThis.fetch,
  Date: globalThis.Date,
  abortAfter: AbortSignal.timeout,
};

/** Waits in real time; for the machine itself, while Postgres works. */
export function reallyWait(ms: number): Promise<void> {
  return new Promise((resolve) => real.setTimeout(resolve, ms));
}

export function realNow(): number {
  return real.Date.now();
}

/** A timer of virtual time, with what callers do to Node's. Its work runs in the life that set it, if that lives. */
class VirtualTimer {
  #pending: Pending | null = null;
  readonly #work: () => void;
  readonly #everyMs: number | null;
  readonly #life = currentLife();

  constructor(work: () => void, ms: number, repeats: boolean) {
    this.#work = work;
    const wait = Math.max(1, Number.isFinite(ms) ? ms : 1);
    this.#everyMs = repeats ? wait : null;
    this.#arm(wait);
  }

  cancel(): void {
    this.#pending?.cancel();
    this.#pending = null;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  #arm(ms: number): void {
    this.#pending = stage()?.clock.after(ms, () => this.#ring()) ?? null;
  }

  #ring(): void {
    if (this.#life?.isAlive === false) return;
    if (this.#everyMs !== null) this.#arm(this.#everyMs);
    within(this.#life, this.#work);
  }
}

type Work = (...given: unknown[]) => void;

const cancel = (timer: unknown) => {
  if (timer instanceof VirtualTimer) timer.cancel();
  else real.clearTimeout(timer as NodeJS.Timeout);
};

/** Puts virtual time in the place of real time, and our network in the place of the real one, for whoever runs on a stage. */
export function installVirtualGlobals(): void {
  const timerOf = (repeats: boolean, otherwise: (...given: never[]) => unknown) =>
    function set(work: Work, ms = 0, ...given: unknown[]) {
      if (stage() === null) return otherwise(...([work, ms, ...given] as never[]));
      return new VirtualTimer(() => work(...given), ms, repeats);
    };
  Object.assign(globalThis, {
    setTimeout: timerOf(false, real.setTimeout as never),
    setInterval: timerOf(true, real.setInterval as never),
    clearTimeout: cancel,
    clearInterval: cancel,
    fetch: (...given: Parameters<typeof fetch>) => (stage()?.fetch ?? real.fetch)(...given),
    Date: virtualDate(),
  });
  performance.now = () => stage()?.clock.now ?? real.performanceNow();
  Math.random = () => stage()?.chance.float() ?? real.random();
  AbortSignal.timeout = (ms) => (stage() === null ? real.abortAfter(ms) : abortAfter(ms));
}

function virtualDate(): DateConstructor {
  const now = () => {
    const current = stage();
    return current === null ? real.Date.now() : readClock(current);
  };
  return new Proxy(real.Date, {
    construct: (date, given) => (given.length === 0 ? new date(now()) : Reflect.construct(date, given)),
    apply: (date) => new date(now()).toString(),
    get: (date, name) => (name === "now" ? now : Reflect.get(date, name)),
  });
}

function abortAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(
    () => controller.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError")),
    ms,
  );
  return controller.signal;
}
