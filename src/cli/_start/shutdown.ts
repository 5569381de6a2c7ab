import { complain, say } from "./terminal.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** One Ctrl-C can arrive twice, from the terminal and from the package manager; a person takes longer. */
const REPEATED_SIGNAL_MS = 1_000;

/** Thrown out of a start that somebody interrupts. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** What must be ended before we may go, last come first served, and who asks for it. */
export class Shutdown {
  readonly requested: Promise<never>;
  readonly #stops: (() => Promise<unknown>)[] = [];
  readonly #kills: (() => void)[] = [];
  #requestedAt: number | null = null;

  constructor() {
    const { promise, reject } = Promise.withResolvers<never>();
    this.requested = promise;
    promise.catch(() => {});
    for (const signal of SIGNALS) process.on(signal, () => this.#onSignal(() => reject(new Interrupted())));
  }

  /** Stops run in the reverse order of their registration; kills all at once, when somebody will not wait. */
  register(stop: () => Promise<unknown>, kill: () => void = () => {}): void {
    this.#stops.unshift(stop);
    this.#kills.push(kill);
  }

  /** Waits for a step of the start, but no longer than until somebody interrupts it. */
  interruptible<Result>(step: Promise<Result>): Promise<Result> {
    return Promise.race([step, this.requested]);
  }

  async stopAll(): Promise<void> {
    for (const stop of this.#stops.splice(0)) {
      await stop().catch((error: unknown) => complain(`While stopping: ${String(error)}`));
    }
  }

  #onSignal(interrupt: () => void): void {
    const now = performance.now();
    if (this.#requestedAt === null) {
      this.#requestedAt = now;
      say("\nStopping …");
      interrupt();
    } else if (now - this.#requestedAt > REPEATED_SIGNAL_MS) {
      for (const kill of this.#kills) kill();
      process.exit(1);
    }
  }
}
