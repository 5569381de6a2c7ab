import { receiveWebhooks } from "./receive-webhooks.ts";

/** The most that goes into one commit: enough to share its cost, little enough to stay quick. */
const BATCH_EVENTS_MAX = 200;
const BATCH_BYTES_MAX = 8 * 1024 * 1024;

interface Waiting {
  body: Buffer;
  stored(): void;
  failed(error: unknown): void;
}

/**
 * Group commit: whatever arrives while one commit runs goes into the next as one transaction. An event
 * that finds the intake idle is committed at once and waits for nobody.
 */
export class WebhookIntake {
  readonly #waiting: Waiting[] = [];
  #running = false;

  /** Resolves once the event is durable; rejects when it could not be stored, so that Retell sends it again. */
  submit(body: Buffer): Promise<void> {
    return new Promise((stored, failed) => {
      this.#waiting.push({ body, stored, failed });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      try {
        await receiveWebhooks(batch.map(({ body }) => body));
        for (const { stored } of batch) stored();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#running = false;
  }

  #takeBatch(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { body } of this.#waiting) {
      if (count > 0 && (count === BATCH_EVENTS_MAX || bytes + body.length > BATCH_BYTES_MAX)) break;
      bytes += body.length;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
