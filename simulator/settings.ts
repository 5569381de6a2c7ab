import { type Answers, checkAnswers, USUAL_ANSWERS } from "./answers.ts";
import type { FaultOptions } from "./faults.ts";

export interface SimulatorOptions extends Partial<Answers> {
  /** 0 takes any free port. */
  port?: number;
  host?: string;
  /** Where others reach this simulator, if not at host and port: links to recordings begin so. */
  publicUrl?: string | null;
  seed?: string;
  /** Waits are divided by this; at least 1. */
  speed?: number;
  /** The account's webhook URL. An agent's own URL beats it. */
  webhookUrl?: string | null;
  /** Keys that are let in. The first carries the webhook badge and signs. */
  apiKeys?: readonly string[];
  /** A file that keeps the workspace over restarts. */
  stateFile?: string | null;
  /** A file that keeps the ledger over restarts and violent ends. */
  ledgerFile?: string | null;
  /** How many of the newest lines of each kind the ledger keeps at hand. */
  ledgerLines?: number;
  /** How many calls the past week of a new workspace holds. */
  history?: number;
  faults?: FaultOptions;
  concurrencyLimit?: number;
  /** Calls started per second. */
  callsPerSecond?: number;
  /** Slots that only inbound calls may take. */
  reservedInbound?: number;
  /** Lets more calls go on than the limit says, up to three times as many. */
  burst?: boolean;
  /** The custom attributes that the account has defined; null lets every key count as defined. */
  customAttributes?: readonly string[] | null;
  /** False: there is no payment for new calls. */
  paymentValid?: boolean;
  /** Accepts what the SDK's own test-suite does, and puts back what it deletes. */
  lenient?: boolean;
  /** False prints the simulator's own mistakes to standard error. */
  quiet?: boolean;
}

export type Settings = Required<SimulatorOptions>;

export const DEFAULTS: Settings = {
  ...USUAL_ANSWERS,
  port: 4010,
  host: "127.0.0.1",
  publicUrl: null,
  seed: "lakeside",
  speed: 1,
  webhookUrl: null,
  apiKeys: ["key_simulated"],
  stateFile: null,
  ledgerFile: null,
  ledgerLines: 20_000,
  history: 200,
  faults: {},
  concurrencyLimit: 20,
  callsPerSecond: 10,
  reservedInbound: 0,
  burst: false,
  customAttributes: null,
  paymentValid: true,
  lenient: false,
  quiet: true,
};

export function completeSettings(options: SimulatorOptions): Settings {
  const settings = { ...DEFAULTS, ...options };
  if (!(settings.speed >= 1)) throw new RangeError("The speed must be 1 or more.");
  if (!Number.isInteger(settings.history) || settings.history < 0) {
    throw new RangeError("The history must be a whole number of calls.");
  }
  if (!Number.isInteger(settings.ledgerLines) || settings.ledgerLines < 1) {
    throw new RangeError("The ledger keeps a whole number of lines, one at least.");
  }
  checkAnswers(settings);
  if (settings.apiKeys.length === 0) throw new RangeError("At least one API key is needed.");
  return settings;
}
