import type { IncomingMessage, ServerResponse } from "node:http";
import type { Check } from "./checks/evidence.ts";
import type { RealDatabase } from "./database/real-database.ts";
import type { OutgoingResponse } from "./machine/http.ts";
import type { SeenCall } from "./seen-call.ts";

/** The web process of a program under test. */
export interface Web {
  /** A delivery from Retell. */
  receive(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** A person asks for a call; answers its id once that is written down. */
  requestCall(input: CallWish): Promise<string>;
  cancelCall(callId: string): Promise<void>;
  /** Applies a stored delivery once more. */
  replay(deliveryId: string): Promise<void>;
  /** Opens a stream of live news, from an event on if one is given; null when there is none. */
  watch: ((response: OutgoingResponse, lastEventId: string | null) => void) | null;
  /** The calls of these ids as the person sees them, or all of them. */
  read(ids: readonly string[] | "all"): Promise<SeenCall[]>;
}

export interface CallWish {
  phoneNumber: string;
  agentId: string;
  fromNumber: string;
  variables: Record<string, string>;
  requestKey: string;
}

/** Hears what the database tells, until it is cut. */
export interface Ear {
  notice(channel: string, payload: string): void;
  connected(): void;
}

export type Listen = (channels: readonly string[], ear: Ear) => void;

/** Work that a worker does again and again. */
export interface Timer {
  name: string;
  every: number;
  late?: boolean;
  work(): Promise<unknown>;
}

/** A program that can be put under test. */
export interface System {
  name: string;
  /** What its database needs besides. */
  sql: readonly string[];
  /** Whether somebody can watch its calls live. */
  hasViewers: boolean;
  /** What is looked for at the end of a run. What can only be seen while it runs is watched by the wire and the resumption watch. */
  checks: readonly Check[];
  /** Starts a web process; `listen` is how it hears notices. */
  startWeb(listen: Listen): Web;
  /** What a worker does when it hears a notice; `listen` as for the web process. */
  startWorker(listen: Listen): void;
  /** Everything that a worker does by itself, jobs aside. */
  timers: readonly Timer[];
  /** Does a job that was written down. */
  doJob(name: string, payload: unknown): Promise<void>;
  /**
   * When each timer has something to do, by its name, in ms of our machine's clock; Infinity when nothing
   * waits; of the job queue under `jobs`. A timer that is not named here runs whenever its time has come.
   */
  agenda(database: RealDatabase): Promise<Record<string, number>>;
  /** Work that is still to be done, in words; none once the program is at rest. */
  unfinished(database: RealDatabase): Promise<string[]>;
}
