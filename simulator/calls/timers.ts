interface Step {
  moment: number;
  then: () => void;
}

interface Agenda {
  /** In order of time; of two for the same moment the one entered first comes first. */
  steps: Step[];
  timer: NodeJS.Timeout | undefined;
}

/** What is to happen to each call and when. Steps of one call never overtake each other, however late they run. */
export class Timers {
  readonly #byCall = new Map<string, Agenda>();

  /** Runs `then` at that moment and never before it, or at once if it has passed. */
  at(callId: string, moment: number, then: () => void): void {
    const agenda = this.#byCall.get(callId) ?? { steps: [], timer: undefined };
    this.#byCall.set(callId, agenda);
    const later = agenda.steps.findIndex((step) => step.moment > moment);
    agenda.steps.splice(later === -1 ? agenda.steps.length : later, 0, { moment, then });
    this.#arm(callId, agenda);
  }

  cancel(callId: string): void {
    const agenda = this.#byCall.get(callId);
    if (!agenda) return;
    clearTimeout(agenda.timer);
    agenda.steps.length = 0;
    this.#byCall.delete(callId);
  }

  close(): void {
    for (const callId of [...this.#byCall.keys()]) this.cancel(callId);
  }

  #arm(callId: string, agenda: Agenda): void {
    clearTimeout(agenda.timer);
    const [next] = agenda.steps;
    if (!next) {
      if (this.#byCall.get(callId) === agenda) this.#byCall.delete(callId);
      return;
    }
    const wait = Math.max(0, Math.ceil(next.moment - Date.now()));
    agenda.timer = setTimeout(() => this.#runDue(callId, agenda), wait);
  }

  /** Node's timers may fire a millisecond early; a step that is not due yet is waited for again. */
  #runDue(callId: string, agenda: Agenda): void {
    for (;;) {
      const [next] = agenda.steps;
      if (!next || next.moment > Date.now()) break;
      agenda.steps.shift();
      next.then();
    }
    this.#arm(callId, agenda);
  }
}
