/** Timers by call, so that all of a call's, or all there are, can be cancelled together. */
export class Timers {
  readonly #byCall = new Map<string, Set<NodeJS.Timeout>>();

  /** Runs `then` at that moment and never before it, or at once if it has passed. */
  at(callId: string, moment: number, then: () => void): void {
    const timers = this.#byCall.get(callId) ?? new Set();
    this.#byCall.set(callId, timers);
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        if (timers.size === 0 && this.#byCall.get(callId) === timers) this.#byCall.delete(callId);
        // Node's timers may fire a millisecond early, and then a call would end in the future.
        if (Date.now() < moment) this.at(callId, moment, then);
        else then();
      },
      Math.max(0, Math.ceil(moment - Date.now())),
    );
    timers.add(timer);
  }

  cancel(callId: string): void {
    for (const timer of this.#byCall.get(callId) ?? []) clearTimeout(timer);
    this.#byCall.delete(callId);
  }

  close(): void {
    for (const callId of [...this.#byCall.keys()]) this.cancel(callId);
  }
}
