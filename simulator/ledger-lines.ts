import type { FaultName } from "./faults.ts";

/** Which of the account's limits stood in the way. */
export type Limit = "rate" | "concurrency";

/** One POST to create-phone-call. */
export interface CreateAttempt {
  at: number;
  body: unknown;
  accepted: boolean;
  /** The HTTP status answered; null if the connection was left hanging or broken off. */
  status: number | null;
  call_id: string | null;
  /** The limit beyond which this would have gone. */
  refused_for: Limit | null;
  /** The fault that struck. */
  fault: FaultName | null;
}

/** How a call came about. */
export type Door = "create-phone-call" | "batch" | "create-web-call" | "register-phone-call" | "inbound";

/** One call that began to occupy a slot. */
export interface CallStart {
  at: number;
  call_id: string;
  door: Door;
  /** Calls that rang or talked from then on, this one included. */
  live: number;
  /** Calls dialled within the second that ended then, this one included; null for calls that nobody dialled. */
  dialled_in_second: number | null;
}

/** One attempt to deliver a webhook. */
export interface DeliveryAttempt {
  at: number;
  event: string;
  call_id: string;
  url: string;
  attempt: number;
  status: number | null;
  error: string | null;
  faults: string[];
}

export type LedgerLine =
  | ({ kind: "create" } & CreateAttempt)
  | ({ kind: "start" } & CallStart)
  | ({ kind: "delivery" } & DeliveryAttempt)
  | { kind: "cleared" };
