import { sql } from "kysely";
import { type Actor, asActor } from "#database";
import { log } from "#log";

const retellWebhook: Actor = { kind: "webhook", source: "retell" };

export type RefusalReason = "missing_signature" | "bad_signature" | "stale" | "too_large";

/** Refusals are counted in memory and written together: a forger must not be able to busy the database. */
const WRITE_EVERY_MS = 2_000;

export class RefusalCounter {
  readonly #counts = new Map<RefusalReason, number>();
  #timer: NodeJS.Timeout | null = null;

  count(reason: RefusalReason): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
    this.#timer ??= setTimeout(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  /** Writes what has been counted since the last time. */
  async write(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const counted = [...this.#counts];
    if (counted.length === 0) return;
    this.#counts.clear();
    log.warn({ refused: Object.fromEntries(counted) }, "Webhook requests were refused");
    try {
      await asActor(retellWebhook, (db) =>
        sql`
          insert into webhook_refusals (day, reason, count)
          select current_date, reason, count
          from unnest(${counted.map(([reason]) => reason)}::text[], ${counted.map(([, count]) => count)}::bigint[]) as counted (reason, count)
          on conflict (day, reason) do update set count = webhook_refusals.count + excluded.count, last_at = now()
        `.execute(db),
      );
    } catch (error) {
      log.error(
        { counted: Object.fromEntries(counted), error: String(error) },
        "Refused webhooks could not be counted",
      );
    }
  }
}
