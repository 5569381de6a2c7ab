/**
 * A part whose code the first sight of a page does without. A part that is on its way is asked for once, and again after a
 * failure by whoever wants it next.
 */
export class Later<Code> {
  /** Null until it is there. */
  code: Code | null = null;
  readonly #import: () => Promise<Code>;
  readonly #listeners = new Set<() => void>();
  #coming: Promise<Code> | null = null;

  constructor(load: () => Promise<Code>) {
    this.#import = load;
  }

  load(): Promise<Code> {
    this.#coming ??= this.#import().then(
      (code) => {
        this.code = code;
        for (const listener of this.#listeners) listener();
        return code;
      },
      (reason) => {
        this.#coming = null;
        throw reason;
      },
    );
    return this.#coming;
  }

  /** Asks for it when the browser has nothing else to do, until the answer is called. Who wants it sooner will be told of a failure. */
  loadWhenIdle(): () => void {
    const load = () => void this.load().catch(() => {});
    if (!("requestIdleCallback" in window)) {
      const timer = setTimeout(load, WITHOUT_IDLE_MS);
      return () => clearTimeout(timer);
    }
    const handle = window.requestIdleCallback(load, { timeout: BUSY_MS });
    return () => window.cancelIdleCallback(handle);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** A browser that is never idle is given it all the same. */
const BUSY_MS = 2_000;
/** Safari does not tell when it is idle. */
const WITHOUT_IDLE_MS = 1_000;
