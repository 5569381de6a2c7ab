const KEPT_LINES = 20_000;

/** One POST to create-phone-call. */
export interface CreateAttempt {
  at: number;
  body: unknown;
  accepted: boolean;
  /** The HTTP status answered; null if the connection was left hanging or broken off. */
  status: number | null;
  call_id: string | null;
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

/** What happened, for tests and for the curious. The oldest lines give way to new ones. */
export class Ledger {
  readonly creates: CreateAttempt[] = [];
  readonly deliveries: DeliveryAttempt[] = [];

  recordCreate(attempt: CreateAttempt): void {
    keep(this.creates, attempt);
  }

  recordDelivery(attempt: DeliveryAttempt): void {
    keep(this.deliveries, attempt);
  }

  deliveriesOf(callId: string): DeliveryAttempt[] {
    return this.deliveries.filter((delivery) => delivery.call_id === callId);
  }

  clear(): void {
    this.creates.length = 0;
    this.deliveries.length = 0;
  }
}

function keep<T>(lines: T[], line: T): void {
  lines.push(line);
  if (lines.length > KEPT_LINES) lines.shift();
}
