import { randomFrom } from "./random.ts";

/** Every fault by name, with what it does. */
export const FAULTS = {
  webhooksOff: "No webhook is sent at all.",
  drop: "An event is never sent.",
  double: "An event is sent twice at about the same time.",
  delay: "An event is sent late, by `ms` (default 60000, divided by the speed).",
  reverse: "call_analyzed goes out before call_ended.",
  swap: "An event changes places with the next one of its call.",
  wrongKey: "A delivery is signed with another key.",
  keyRotation: "A delivery is signed with the second of the account's keys instead of the first.",
  staleStamp: "A delivery carries a signature that is `ms` old (default 360000).",
  reorderedKeys: "The body's keys are in reverse order and its text is indented.",
  nonAscii: "The body carries accents and emoji.",
  omitMetadata: "The body leaves out metadata and dynamic variables.",
  omitToNumber: "The body leaves out to_number.",
  registeredInEnded: "call_ended claims that the call is still registered.",
  unknownEvent: "An event that nobody knows is sent besides.",
  unknownFields: "The body carries fields that nobody knows.",
  hugeBody: "The body is larger than one megabyte.",
  unknownReason: "A call ends for a reason that nobody knows.",
  timeoutAfterAccepting: "create-phone-call places the call and never answers.",
  resetAfterAccepting: "create-phone-call places the call, then the connection breaks.",
  errorAfterAccepting: "create-phone-call places the call and answers 500.",
  timeoutBeforeAccepting: "create-phone-call never answers and places nothing.",
  resetBeforeAccepting: "create-phone-call breaks the connection and places nothing.",
  errorBeforeAccepting: "create-phone-call answers 500 and places nothing.",
  rateLimit: "create-phone-call answers 429 and places nothing; with `ms` it says when to come again.",
  serverError: "Any other request is answered 500.",
  otherRateLimit: "Any other request is answered 429; with `ms` it says when to come again.",
  otherReset: "Any other request finds its connection broken.",
  latency: "Any request is answered late, by `ms` (default 2000).",
} as const;

export type FaultName = keyof typeof FAULTS;

export interface FaultSetting {
  /** 0 to 1. */
  probability?: number;
  /** Strikes the next n times, then is spent. */
  next?: number;
  ms?: number;
  /** Only these webhook events. */
  events?: string[];
}

/** `true` strikes always, a number is a probability, `null` or `false` switches a fault off. */
export type FaultOptions = { [name in FaultName]?: boolean | number | null | FaultSetting };

/** Faults that make no sense here, with the reason. */
type Senseless = { readonly [name in FaultName]?: string };

export class Faults {
  readonly #seed: string;
  readonly #senseless: Senseless;
  readonly #settings = new Map<FaultName, FaultSetting>();

  constructor(seed: string, options: FaultOptions = {}, senseless: Senseless = {}) {
    this.#seed = seed;
    this.#senseless = senseless;
    this.set(options);
  }

  /** Changes the faults named and leaves the others alone. Throws a RangeError for what it does not understand. */
  set(options: FaultOptions): void {
    const read = Object.entries(options).map(([name, option]) => [faultName(name), setting(option)] as const);
    for (const [name, wanted] of read) {
      if (wanted && this.#senseless[name]) throw new RangeError(this.#senseless[name]);
    }
    for (const [name, wanted] of read) {
      if (wanted) this.#settings.set(name, wanted);
      else this.#settings.delete(name);
    }
  }

  clear(): void {
    this.#settings.clear();
  }

  current(): Partial<Record<FaultName, FaultSetting>> {
    return Object.fromEntries(this.#settings);
  }

  /**
   * Whether the fault strikes here. The draw depends on the seed and the key alone, so that it comes out the same
   * whatever else happens at the same time.
   */
  strike(name: FaultName, key: string, event?: string): FaultSetting | null {
    const found = this.#settings.get(name);
    if (!found || (event && found.events && !found.events.includes(event))) return null;
    if (found.next !== undefined) return this.#spend(name, found, found.next);
    return randomFrom(this.#seed, name, key).chance(found.probability ?? 1) ? found : null;
  }

  /** The first of these faults that strikes. */
  strikeFirst<N extends FaultName>(
    names: readonly N[],
    key: string,
  ): { name: N; setting: FaultSetting } | null {
    for (const name of names) {
      const setting = this.strike(name, key);
      if (setting) return { name, setting };
    }
    return null;
  }

  #spend(name: FaultName, found: FaultSetting, left: number): FaultSetting {
    if (left > 1) this.#settings.set(name, { ...found, next: left - 1 });
    else this.#settings.delete(name);
    return found;
  }
}

function faultName(name: string): FaultName {
  if (!Object.hasOwn(FAULTS, name)) throw new RangeError(`There is no fault called ${name}.`);
  return name as FaultName;
}

function setting(option: unknown): FaultSetting | null {
  if (option === null || option === false || option === undefined || option === 0) return null;
  if (option === true) return { probability: 1 };
  const wanted = typeof option === "number" ? { probability: option } : option;
  if (!isSetting(wanted)) {
    throw new RangeError(
      "A fault is true, false, a probability from 0 to 1, or {probability, next, ms, events}.",
    );
  }
  return wanted.next === 0 || wanted.probability === 0 ? null : wanted;
}

function isSetting(value: unknown): value is FaultSetting {
  if (typeof value !== "object" || value === null) return false;
  const { probability = 1, next = 0, ms = 0, events = [], ...rest } = value as FaultSetting;
  return (
    Object.keys(rest).length === 0 &&
    probability >= 0 &&
    probability <= 1 &&
    Number.isInteger(next) &&
    next >= 0 &&
    ms >= 0 &&
    Array.isArray(events)
  );
}
