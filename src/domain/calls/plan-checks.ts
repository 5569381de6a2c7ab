import { CompiledQuery } from "kysely";
import type { CallRow } from "./call-row.ts";
import type { FoldedCall } from "./fold.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** As long as Retell has not said that a call is over, it is asked now and then, however long that is. */
const ASK_FOREVER_EVERY_MS = 6 * HOUR_MS;

/** How long to wait before asking Retell about a call again, by how long it has been where it is. */
type Patience = readonly { until: number; wait: number }[];

/** Retell sends nothing while a phone rings, so ringing is only seen by asking. */
const ringing: Patience = [
  { until: 15 * SECOND_MS, wait: SECOND_MS / 2 },
  { until: 2 * MINUTE_MS, wait: 3 * SECOND_MS },
  { until: 15 * MINUTE_MS, wait: 15 * SECOND_MS },
  { until: 24 * HOUR_MS, wait: 10 * MINUTE_MS },
  { until: Infinity, wait: ASK_FOREVER_EVERY_MS },
];
/** Without webhooks a call still reaches its true end within a minute of its happening. */
const talking: Patience = [
  { until: 3 * HOUR_MS, wait: 20 * SECOND_MS },
  { until: 48 * HOUR_MS, wait: 10 * MINUTE_MS },
  { until: Infinity, wait: ASK_FOREVER_EVERY_MS },
];
/** A stop that Retell has taken shows within moments, and somebody waits for it. */
const stopping: Patience = [{ until: MINUTE_MS, wait: SECOND_MS }];
const awaitingAnalysis: Patience = [
  { until: MINUTE_MS, wait: 5 * SECOND_MS },
  { until: 10 * MINUTE_MS, wait: 30 * SECOND_MS },
  { until: HOUR_MS, wait: 5 * MINUTE_MS },
];

interface Checkable {
  row: Pick<CallRow, "id" | "placed_at" | "stop_requested_at">;
  folded: FoldedCall;
  completePhase: number;
}

/** What writes down when Retell is to be asked about each call next, or that there is nothing left to learn. */
export function planningChecks(calls: readonly Checkable[]): CompiledQuery[] {
  const plans = calls.map((call) => ({
    call_id: call.row.id,
    wait_ms: waitFor(call, Date.now()),
    is_live: call.folded.phase < 3,
  }));
  const planned = plans.filter((plan) => plan.wait_ms !== null);
  const done = plans.filter((plan) => plan.wait_ms === null).map((plan) => plan.call_id);
  return [
    ...(planned.length > 0 ? [CompiledQuery.raw(PLAN, [JSON.stringify(planned)])] : []),
    ...(done.length > 0
      ? [CompiledQuery.raw("delete from call_checks where call_id = any($1::uuid[])", [done])]
      : []),
  ];
}

const PLAN = `
  insert into call_checks (call_id, due_at, is_live)
  select call_id, now() + wait_ms * interval '1 millisecond', is_live
  from jsonb_to_recordset($1::jsonb) as plan (call_id uuid, wait_ms bigint, is_live boolean)
  on conflict (call_id) do update set due_at = excluded.due_at, is_live = excluded.is_live, attempts = 0, absent_since = null
`;

/** Milliseconds until the next look; null when nothing more is expected. */
export function waitFor({ row, folded, completePhase }: Checkable, now: number): number | null {
  const placedAt = row.placed_at.getTime();
  const soon =
    row.stop_requested_at && folded.phase < 3 && waitIn(stopping, now - row.stop_requested_at.getTime());
  if (soon) return soon;
  if (folded.phase <= 1) return waitIn(ringing, now - placedAt);
  if (folded.phase === 2) return waitIn(talking, now - (folded.started_at ?? placedAt));
  // Seen only in a list so far: the transcript is still to be fetched.
  if (completePhase === -1) return 0;
  const age = now - (folded.ended_at ?? placedAt);
  if (folded.phase === 3) return waitIn(awaitingAnalysis, age);
  // Analysed, as a list says, however late: the whole is still to be fetched.
  if (completePhase < folded.phase) return waitIn(awaitingAnalysis, age) ?? HOUR_MS;
  return null;
}

function waitIn(patience: Patience, age: number): number | null {
  return patience.find(({ until }) => age < until)?.wait ?? null;
}
