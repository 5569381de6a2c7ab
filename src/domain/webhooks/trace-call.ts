import type { Db } from "#database";
import { type AuditLine, listAudit } from "#domain/audit";
import { type FieldChange, isCallId, RESTORED, type ReadingSource } from "#domain/calls";
import type { WebhookVerdict } from "./verdict.ts";

/** Of each kind, the newest so many: a long talk with live transcripts brings hundreds of deliveries. */
const STEPS_PER_KIND_MAX = 300;

/** One moment at which something about a call became known, or was done about it. `at` is ISO 8601 to the millisecond. */
export type TraceStep = { at: string } & (
  | WebhookStep
  | ReadingStep
  | DialStep
  | { kind: "deed"; line: AuditLine }
);

interface WebhookStep {
  kind: "webhook";
  id: string;
  event: string | null;
  verdict: WebhookVerdict;
  /** Why it was not applied. */
  note: string | null;
  deliveries: number;
  /** Null when it was not applied. */
  changes: FieldChange[] | null;
}

interface ReadingStep {
  kind: "reading";
  source: ReadingSource;
  /** Null when the call was unknown until then. */
  changes: FieldChange[] | null;
}

interface DialStep {
  kind: "dial";
  /** We asked Retell to place the call; a look-up of it, the last one. What Retell answered stands among the deeds. */
  step: "sent" | "looked_up";
  /** Why the look-up brought no answer. */
  failure: string | null;
}

export interface Trace {
  steps: TraceStep[];
  /** Whether older steps were left out. */
  isCut: boolean;
}

/**
 * What we knew about a call when, and from which source: deliveries, Retell's answers that taught us something, our
 * attempts to dial, and what was done about it, from the first to the last.
 */
export async function traceCall(db: Db, callId: string): Promise<Trace> {
  if (!isCallId(callId)) return { steps: [], isCut: false };
  const [webhooks, readings, attempts, deeds] = [
    await listDeliveries(db, callId),
    await listReadings(db, callId),
    await listAttempts(db, callId),
    await listDeeds(db, callId),
  ];
  const kinds = [webhooks, readings, deeds];
  return {
    steps: [...attempts, ...kinds.flatMap((steps) => steps.slice(0, STEPS_PER_KIND_MAX))].sort(byTime),
    isCut: kinds.some((steps) => steps.length > STEPS_PER_KIND_MAX),
  };
}

function byTime(one: TraceStep, other: TraceStep): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : 0;
}

async function listDeliveries(db: Db, callId: string): Promise<TraceStep[]> {
  const rows = await db
    .selectFrom("webhook_events")
    .select(["id", "received_at", "event", "verdict", "note", "deliveries", "changes"])
    .where("call_id", "=", callId)
    .orderBy("received_at", "desc")
    .limit(STEPS_PER_KIND_MAX + 1)
    .execute();
  return rows.map((row) => ({
    kind: "webhook",
    at: row.received_at.toISOString(),
    id: row.id,
    event: row.event,
    verdict: row.verdict as WebhookVerdict,
    note: row.note,
    deliveries: row.deliveries,
    changes: row.changes as unknown as FieldChange[] | null,
  }));
}

async function listReadings(db: Db, callId: string): Promise<TraceStep[]> {
  const rows = await db
    .selectFrom("call_readings")
    .select(["read_at", "source", "changes"])
    .where("call_id", "=", callId)
    .orderBy("read_at", "desc")
    .limit(STEPS_PER_KIND_MAX + 1)
    .execute();
  return rows.map((row) => ({
    kind: "reading",
    at: row.read_at.toISOString(),
    source: row.source as ReadingSource,
    changes: row.changes as unknown as FieldChange[] | null,
  }));
}

/** A call is dialled a few times at most: only what Retell surely did not take is sent again. */
async function listAttempts(db: Db, callId: string): Promise<TraceStep[]> {
  const rows = await db
    .selectFrom("dial_attempts")
    .select(["started_at", "worker", "looked_up_at", "look_up_failure"])
    .where("call_id", "=", callId)
    .orderBy("started_at", "desc")
    .limit(STEPS_PER_KIND_MAX)
    .execute();
  return rows.flatMap((row) => {
    // Nobody knows when one was sent that a backup held as waiting.
    const sentAt = row.worker === RESTORED ? null : row.started_at;
    return [
      ...dialStep(sentAt, { step: "sent", failure: null }),
      ...dialStep(row.looked_up_at, { step: "looked_up", failure: row.look_up_failure }),
    ];
  });
}

function dialStep(at: Date | null, about: Pick<DialStep, "step" | "failure">): TraceStep[] {
  return at === null ? [] : [{ kind: "dial", at: at.toISOString(), ...about }];
}

async function listDeeds(db: Db, callId: string): Promise<TraceStep[]> {
  const all = { person: null, by: null, action: null, from: null, to: null };
  const { lines } = await listAudit(db, { ...all, call: callId }, null, STEPS_PER_KIND_MAX + 1);
  return lines.map((line) => ({ kind: "deed", at: line.at, line }));
}
