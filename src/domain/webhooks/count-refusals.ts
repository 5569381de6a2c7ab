import { sql } from "kysely";
import { type Actor, asActor, type Db } from "#database";
import { log } from "#log";

const retellWebhook: Actor = { kind: "webhook", source: "retell" };

/** busy: we had no time or no room; not_stored: the database did not take it, or did not say so in time. */
export type RefusalReason =
  | "missing_signature"
  | "bad_signature"
  | "stale"
  | "too_large"
  | "too_slow"
  | "busy"
  | "not_stored";

/** Refusals are counted in memory and written together: a forger must not be able to busy the database. */
const WRITE_EVERY_MS = 2_000;
const WRITE_WITHIN_MS = 1_500;

export class RefusalCounter {
  readonly #counts = new Map<RefusalReason, number>();
  #timer: NodeJS.Timeout | null = null;

  count(reason: RefusalReason, times = 1): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + times);
    this.#timer ??= setTimeout(() => void this.write(), WRITE_EVERY_MS).unref();
  }

  /** Writes what has been counted since the last time; what cannot be written is kept for the next. */
  async write(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const counted = [...this.#counts];
    if (counted.length === 0) return;
    this.#counts.clear();
    log.warn({ refused: Object.fromEntries(counted) }, "Webhook requests were refused");
    try {
      const work = (db: Db) =>
        sql`
          insert into webhook_refusals (day, reason, count)
          select current_date, reason, count
          from unnest(${counted.map(([reason]) => reason)}::text[], ${counted.map(([, count]) => count)}::bigint[]) as counted (reason, count)
          on conflict (day, reason) do update set count = webhook_refusals.count + excluded.count, last_at = now()
        `.execute(db);
      await asActor(retellWebhook, work, { withinMs: WRITE_WITHIN_MS });
    } catch (error) {
      log.error(
        { counted: Object.fromEntries(counted), error: String(error) },
        "Refused webhooks could not be counted yet",
      );
      // Counted twice at worst, when only the answer was lost; a database that is away is when most are refused.
      for (const [reason, times] of counted) this.count(reason, times);
    }
  }
}
