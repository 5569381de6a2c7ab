import { sql } from "kysely";
import { settings } from "#config";
import type { Db } from "#database";
import type { CallRow } from "./call-row.ts";
import { countInUse } from "./free-lines.ts";
import { type GateRow, lookAtGate } from "./gate-row.ts";
import { type Wait, type WaitReason, waitWords } from "./waiting.ts";

/** Why the call waits and what goes before it; null when it does not wait, or was not told why yet. */
export async function describeWait(db: Db, row: CallRow): Promise<Wait | null> {
  if (row.dial_state !== "queued" || row.wait_reason === null || row.wait_since === null) return null;
  const reason = row.wait_reason as WaitReason;
  const gate = await lookAtGate(db);
  const { rows } = await sql<{ ahead: number }>`
    select count(*) as ahead from retell_calls as other
    join retell_calls as own on own.id = ${row.id}
    where other.dial_state = 'queued' and (other.requested_at, other.id) < (own.requested_at, own.id)
  `.execute(db);
  const ahead = rows[0]?.ahead ?? 0;
  const until = untilOf(gate, reason);
  const words = waitWords(reason, {
    linesInUse: await countInUse(db),
    linesLimit: gate.lines_limit,
    linesReserved: gate.lines_reserved ?? 0,
    callsPerSecond: settings().retell.callsPerSecond,
    until,
    ahead,
  });
  return { reason, since: row.wait_since.toISOString(), until, ahead, words };
}

function untilOf(gate: GateRow, reason: WaitReason): string | null {
  if (gate.paused_until === null || gate.paused_until <= gate.now || gate.pause_reason !== reason)
    return null;
  return gate.paused_until.toISOString();
}
