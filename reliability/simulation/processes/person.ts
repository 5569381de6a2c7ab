import type { Chronicle } from "../chronicle.ts";
import type { Chance } from "../machine/chance.ts";
import type { VirtualClock } from "../machine/virtual-clock.ts";
import type { CallWish, Web } from "../system.ts";
import type { WebProcess } from "./web-process.ts";

/** A person who gets no answer asks again, with the same key, so many times. */
const TRIES_MAX = 6;
const ASK_AGAIN_MS = 1_500;
const IMPATIENT_MS = 300;
/** Last four digits, which decide how the simulated call goes; the first two are talks. */
const ENDINGS = ["4445", "4446", "4447", "0001", "0002", "0003", "0004", "0005", "0006", "0007", "0009"];
const CALLERS = [{ fromNumber: "+14157774444", agentId: "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD" }];

/** Somebody at the console: asks for calls, stops some, applies deliveries again. */
export class Person {
  readonly #clock: VirtualClock;
  readonly #chance: Chance;
  readonly #web: () => WebProcess | null;
  readonly #chronicle: Chronicle;
  readonly #impatience: number;

  constructor(
    clock: VirtualClock,
    chance: Chance,
    web: () => WebProcess | null,
    chronicle: Chronicle,
    impatience: number,
  ) {
    this.#impatience = impatience;
    this.#clock = clock;
    this.#chance = chance;
    this.#web = web;
    this.#chronicle = chronicle;
  }

  /** Asks for a call, until an answer comes. Twice at once, as a double click does, if told so. */
  wish(number: number, isDouble: boolean): void {
    const wish: CallWish = {
      phoneNumber: `+1213777${this.#chance.pick(ENDINGS)}`,
      ...this.#chance.pick(CALLERS),
      variables: { customer_name: `Customer ${number}` },
      requestKey: `request-${number}`,
    };
    this.#insist(wish, TRIES_MAX);
    if (isDouble) this.#clock.after(this.#chance.between(0, 30), () => this.#insist(wish, TRIES_MAX));
  }

  cancelOne(): void {
    const { promised } = this.#chronicle;
    if (promised.length === 0) return;
    this.cancel(this.#chance.pick(promised));
  }

  cancel(callId: string): void {
    this.#chronicle.trace(`a person wants ${callId} stopped`);
    this.#try((web) => web.cancelCall(callId));
  }

  replay(deliveryId: string): void {
    this.#try((web) => web.replay(deliveryId));
  }

  #insist(wish: CallWish, tries: number): void {
    const again = () => {
      if (tries > 1) this.#clock.after(ASK_AGAIN_MS, () => this.#insist(wish, tries - 1));
    };
    const web = this.#web();
    if (web === null) {
      again();
      return;
    }
    web.ask((asked) => asked.requestCall(wish)).then((id) => this.#promise(id), again);
  }

  #promise(callId: string): void {
    this.#chronicle.trace(`a person is promised ${callId}`);
    if (this.#chronicle.promised.includes(callId)) return;
    this.#chronicle.promised.push(callId);
    // While it is being dialled, or just before or after.
    if (this.#chance.happens(this.#impatience))
      this.#clock.after(this.#chance.between(0, IMPATIENT_MS), () => this.cancel(callId));
  }

  /** What fails is shown to the person, who leaves it at that. */
  #try(work: (web: Web) => Promise<void>): void {
    this.#web()
      ?.ask(work)
      .catch((error: unknown) => this.#chronicle.trace(`a person is told: ${String(error)}`));
  }
}
