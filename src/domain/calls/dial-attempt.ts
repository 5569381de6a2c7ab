import { randomUUID } from "node:crypto";
import { type CompiledQuery, sql } from "kysely";
import { type Actor, asActor, askAndCommit, type Db } from "#database";
import { log } from "#log";
import type { PlacementRequest } from "#retell";
import type { CallRow } from "./call-row.ts";

export const dialler: Actor = { kind: "system", job: "dial_call" };
/** What is asked at each turn is the same few statements. */
export const atTheGate = { isRoutine: true } as const;
const worker = `worker-${randomUUID()}`;

/** While the worker that dials lives it renews its lease; past it, the attempt counts as unknown. */
const LEASE_MS = 6_000;
const RENEW_LEASE_EVERY_MS = 1_500;

/** One request to Retell, as it was written before it was sent. */
export interface Attempt extends PlacementRequest {
  attemptId: string;
  startedAt: Date;
}

/** A row that `writeAttempt` can write an attempt for. */
export type DialableRow = CallRow & { from_number: string; to_number: string; agent_id: string };

/**
 * Writes the attempt, and whatever else goes with it, and commits before anything is sent; the call's row is locked by
 * the caller.
 */
export async function writeAttempt(
  db: Db,
  call: DialableRow,
  besides: readonly CompiledQuery[] = [],
): Promise<Attempt> {
  const writing = db
    .insertInto("dial_attempts")
    .values({
      call_id: call.id,
      worker,
      leased_until: sql<Date>`now() + ${LEASE_MS} * interval '1 millisecond'`,
    })
    .returning(["id", "started_at"]);
  const taking = db.updateTable("retell_calls").set({ dial_state: "dialling" }).where("id", "=", call.id);
  const [[written]] = await askAndCommit(db, [writing.compile(), taking.compile(), ...besides]);
  if (!written) throw new Error(`The attempt to dial ${call.id} was not written.`);
  const { id, started_at: startedAt } = written;
  return {
    attemptId: id,
    startedAt,
    ourId: call.id,
    fromNumber: call.from_number,
    toNumber: call.to_number,
    agentId: call.agent_id,
    variables: call.variables as Record<string, string>,
  };
}

/** Keeps the attempt ours until the answer is called. */
export function keepLease({ attemptId }: Attempt): () => void {
  const renewing = setInterval(() => {
    asActor(dialler, (db) =>
      sql`update dial_attempts set leased_until = now() + ${LEASE_MS} * interval '1 millisecond'
          where id = ${attemptId} and outcome = 'started'`.execute(db),
    ).catch((error: unknown) => log.warn({ error: String(error) }, "A dialling lease could not be renewed"));
  }, RENEW_LEASE_EVERY_MS);
  return () => clearInterval(renewing);
}

/** Vouches no longer for what this worker is dialling: whoever looks next need not wait for the leases to run out. */
export async function releaseDials(): Promise<void> {
  await asActor(dialler, (db) =>
    sql`update dial_attempts set leased_until = now() where worker = ${worker} and outcome = 'started'`.execute(
      db,
    ),
  );
}

export async function settleAttempt(
  db: Db,
  { attemptId }: Attempt,
  outcome: "accepted" | "refused" | "postponed" | "unknown",
  facts: { retell_call_id?: string; http_status?: number | null; message?: string },
): Promise<void> {
  await db
    .updateTable("dial_attempts")
    // By the database's clock, which the gate compares it with.
    .set({ outcome, ...facts, settled_at: sql<Date>`now()` })
    .where("id", "=", attemptId)
    // A look-up may have settled an attempt that was thought lost.
    .where("outcome", "in", ["started", "unknown"])
    .execute();
}
