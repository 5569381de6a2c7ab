import { sql } from "kysely";
import type { Db } from "#database";
import type { RefusalReason } from "./count-refusals.ts";

const DAYS = 7;
/** A repeat of an older one may have come last; that far back it is looked for. */
const LATEST = 100;

export type TroubleReason = RefusalReason | "malformed";

export interface DeliverySummary {
  /** When the last delivery with a good signature came; null for never. */
  lastValidAt: string | null;
  /** What was refused, or of no use, in the last seven days, most frequent first. */
  troubles: { reason: TroubleReason; count: number; lastAt: string }[];
}

/** How deliveries fare. Refused ones are counted by day, so seven days are today and the six before. */
export async function describeDeliveries(db: Db): Promise<DeliverySummary> {
  const last = await sql<{ last: Date | null }>`
    select max(last_received_at) as last
    from (select last_received_at from webhook_events order by received_at desc limit ${LATEST}) as latest
  `.execute(db);
  const troubles = await sql<{ reason: TroubleReason; count: number; last_at: Date }>`
    select reason, sum(count)::bigint as count, max(last_at) as last_at
    from webhook_refusals where day > current_date - ${DAYS}::int group by reason
    union all
    select 'malformed', sum(deliveries)::bigint, max(last_received_at)
    from webhook_events where verdict = 'malformed' and received_at > current_date - ${DAYS - 1}::int
    having count(*) > 0
    order by count desc
  `.execute(db);
  return {
    lastValidAt: last.rows[0]?.last?.toISOString() ?? null,
    troubles: troubles.rows.map(({ reason, count, last_at }) => ({
      reason,
      count,
      lastAt: last_at.toISOString(),
    })),
  };
}
