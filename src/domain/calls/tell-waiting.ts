import { sql } from "kysely";
import type { Db } from "#database";
import { recordAudit } from "#domain/audit";
import { dialler } from "./dial-attempt.ts";
import { ageOf, type GateRow } from "./gate-row.ts";
import type { WaitReason } from "./waiting.ts";

/** Who stands further back learns why it waits when somebody asks about it, and when it comes so far. */
const TOLD_AT_ONCE = 100;
/** A shorter wait for one's turn is not worth a word. */
const TURN_WORTH_TELLING_MS = 1_000;
/** The same is told again so often, to those who joined meanwhile. */
const TELL_AGAIN_MS = 500;
/** A queue that is short of lines also waits for its turn between two calls; that changes nobody's reason. */
const REASON_HOLDS_MS = 2_000;

/** Writes into waiting calls why they wait, where that is news, and into the log once for each reason. */
export async function tellWaiting(
  db: Db,
  gate: GateRow,
  reason: WaitReason,
  ownId: string | null,
): Promise<void> {
  const isNews = isNewsToAll(gate, reason);
  if (!isNews && ownId === null) return;
  const isBrief = reason === "calls_per_second";
  const { rows } = await sql<{ id: string }>`
    with front as (
      select id from retell_calls where dial_state = 'queued' order by requested_at, id limit ${isNews ? TOLD_AT_ONCE : 0}
    )
    update retell_calls set wait_reason = ${reason}, wait_since = now()
    where dial_state = 'queued' and wait_reason is distinct from ${reason}
      and (not ${isBrief}::boolean or requested_at <= now() - ${TURN_WORTH_TELLING_MS} * interval '1 millisecond')
      and (id in (select id from front) or (id = ${ownId}::uuid and wait_reason is null))
    returning id
  `.execute(db);
  await recordFirstTimes(
    db,
    reason,
    rows.map(({ id }) => id),
    { until: gate.paused_until, message: gate.pause_message },
  );
  if (isNews) await sql`update dial_gate set told_reason = ${reason}, told_at = now()`.execute(db);
}

function isNewsToAll(gate: GateRow, reason: WaitReason): boolean {
  const age = ageOf(gate.told_at, gate);
  if (gate.told_reason === reason) return age >= TELL_AGAIN_MS;
  const flickers = (one: string | null) => one === "no_free_line" || one === "calls_per_second";
  return !(flickers(gate.told_reason) && flickers(reason)) || age >= REASON_HOLDS_MS;
}

/** However often a call waits for the same reason, the log says so once. */
export async function recordFirstTimes(
  db: Db,
  reason: WaitReason,
  callIds: readonly string[],
  pause: { until: Date | null; message: string | null },
): Promise<void> {
  if (callIds.length === 0) return;
  const { rows } = await sql<{ call_id: string }>`
    select call_id from audit_log
    where call_id = any(${callIds}::uuid[]) and action = 'call.postponed' and details ->> 'reason' = ${reason}
  `.execute(db);
  const known = new Set(rows.map((row) => row.call_id));
  const isPause = reason === "retell_asked" || reason === "retell_unreachable";
  const details = {
    reason,
    ...(isPause ? { message: pause.message, until: pause.until?.toISOString() } : {}),
  };
  for (const callId of callIds.filter((id) => !known.has(id)).sort())
    await recordAudit(db, dialler, "call.postponed", { callId, details });
}
