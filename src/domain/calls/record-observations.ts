import { type CompiledQuery, sql } from "kysely";
import { askAndCommit, askInOrder, type Db } from "#database";
import { recordingAuditInTransaction } from "#domain/audit";
import { ourIdIn } from "#retell";
import type { CallDetailsRow } from "./call-row.ts";
import { changesBetween, type FieldChange } from "./changes.ts";
import {
  findOrInsert,
  findOrMake,
  type Known,
  type KnownCalls,
  type KnownRow,
  lockKnown,
} from "./find-known.ts";
import { type FoldedCall, fieldNames, fold, merge, type Observation } from "./fold.ts";
import { markRemoval } from "./list-changes.ts";
import { planningChecks } from "./plan-checks.ts";
import { type Reading, type ReadingSource, recordingReadings } from "./record-readings.ts";
import { undoLink } from "./undo-link.ts";
import { writingKnown } from "./write-known.ts";

/** What one observation says, whence, and whether Retell said all it knows (lists leave transcripts out). */
export interface Sighting extends Observation {
  complete: boolean;
  source: "webhook" | ReadingSource;
}

/** What became of a sighting: whose it was, and what it taught us. */
export interface Recorded {
  callId: string;
  changes: FieldChange[];
}

interface Recording {
  placedAs?: "call.placed" | "call.found_placed";
  /**
   * Rows of calls unknown so far are written with all that is known, instead of being made first and changed. Should
   * somebody else have written one of them meanwhile, that fails with a unique violation, and the transaction with it.
   */
  mayCollide?: boolean;
  /** What writes down in the same breath what became of the sightings. */
  writeAlong?: (recorded: readonly Recorded[]) => readonly CompiledQuery[];
  /** Commits with it, which ends the transaction. */
  isLast?: boolean;
}

/**
 * Folds what was seen into the calls it speaks of, making rows for calls unknown so far, inside the
 * caller's transaction. Returns what became of each sighting, in their order. Every source of
 * knowledge about calls goes through here. That a call of ours was placed is written down with it, once,
 * whoever sees it first: as `call.placed` by whoever has Retell's answer, otherwise as found.
 */
export async function recordObservations(
  db: Db,
  sightings: readonly Sighting[],
  {
    placedAs = "call.found_placed",
    mayCollide = false,
    writeAlong = () => [],
    isLast = false,
  }: Recording = {},
): Promise<Recorded[]> {
  const write = (writing: readonly CompiledQuery[]) => (isLast ? askAndCommit : askInOrder)(db, writing);
  if (sightings.length === 0) {
    await write(writeAlong([]));
    return [];
  }
  const known = await (mayCollide ? findOrMake : findOrInsert)(
    db,
    sightings.map(({ call }) => call),
  );
  const changed = new Map<string, Known>();
  const touched = new Map<string, Known>();
  const placed: { callId: string; details: Record<string, unknown> }[] = [];
  const recorded: Recorded[] = [];
  const readings: Reading[] = [];
  for (const sighting of sightings) {
    const current = await oneRowFor(db, known, sighting);
    const next = observed(current, sighting);
    const changes = next === current ? [] : changesBetween(current.folded, next.folded);
    recorded.push({ callId: next.row.id, changes });
    touched.set(next.row.id, next);
    if (next === current) continue;
    const { source } = sighting;
    if (source !== "webhook" && changes.length > 0)
      readings.push({ callId: next.row.id, source, changes: isFirstSight(current) ? null : changes });
    known.put(next);
    changed.set(next.row.id, next);
    if (next.folded.dial_state !== current.folded.dial_state) placed.push(placing(next, current));
  }
  await write([
    ...writingKnown([...changed.values()]),
    ...planningChecks([...touched.values()].map(checkableFrom)),
    ...recordingReadings(readings),
    ...writeAlong(recorded),
    ...placed.map((deed) => recordingAuditInTransaction(placedAs, deed)),
  ]);
  return recorded;
}

/** Nobody asked for it here, and nothing was known of it but that there is one. */
function isFirstSight({ row, folded }: Known): boolean {
  return row.requested_at === null && folded.field_phases.length === 0;
}

/** That a call turns out to have been placed, perhaps after it was given up as one that was not. */
function placing({ row }: Known, before: Known) {
  const wasWrong = before.folded.dial_state === "not_placed";
  const details = { retellCallId: row.retell_call_id, ...(wasWrong && { countedAsNotPlaced: true }) };
  return { callId: row.id, details };
}

/**
 * Makes one row of a call of ours, whose placing was never answered, and of one that Retell shows, because
 * somebody says that they are the same.
 */
export async function adoptCall(db: Db, ourId: string, strayId: string): Promise<void> {
  const known = await lockKnown(db, { ids: [ourId, strayId], retellCallIds: [] });
  const [ours, stray] = [known.byId(ourId), known.byId(strayId)];
  if (!ours || !stray) throw new Error(`There are no two calls ${ourId} and ${strayId}.`);
  const merged = await absorb(db, ours, stray);
  const adopted: Known = {
    ...merged,
    row: { ...merged.row, retell_call_id: stray.row.retell_call_id },
    folded: { ...merged.folded, dial_state: "accepted" },
  };
  await askInOrder(db, [...writingKnown([adopted]), ...planningChecks([checkableFrom(adopted)])]);
}

function checkableFrom({ row, details, folded }: Known) {
  return { row, folded, completePhase: details?.complete_phase ?? -1 };
}

/**
 * The row a sighting belongs to. A call may have been heard of before we knew that it is ours (a
 * webhook without metadata that overtook the answer to our request): then that row is merged into ours.
 */
async function oneRowFor(db: Db, known: KnownCalls, { call }: Sighting): Promise<Known> {
  const ourId = ourIdIn(call);
  const ours = known.byId(ourId);
  const byRetellId = known.byRetellId(call.retellCallId);
  const isApart = ours && byRetellId && ours !== byRetellId;
  const claimed =
    isApart && ours.row.retell_call_id !== null ? await undoLink(db, ours, call.retellCallId) : ours;
  if (isApart && claimed) {
    // What was parted from ours may be spoken of in the same breath.
    const parted = claimed === ours ? null : ours.row.retell_call_id;
    if (parted !== null)
      for (const freed of await lockKnown(db, { ids: [], retellCallIds: [parted] })) known.put(freed);
    const merged = await absorb(db, claimed, byRetellId);
    known.remove(byRetellId);
    known.put(merged);
    return merged;
  }
  const found = byRetellId ?? ours;
  if (!found) throw new Error(`No row for Retell's call ${call.retellCallId}.`);
  return found;
}

async function absorb(db: Db, ours: Known, stray: Known): Promise<Known> {
  await sql`update webhook_events set call_id = ${ours.row.id} where call_id = ${stray.row.id}`.execute(db);
  await sql`update call_readings set call_id = ${ours.row.id} where call_id = ${stray.row.id}`.execute(db);
  const wish = await keepStopWish(db, ours.row, stray.row);
  await sql`delete from call_checks where call_id = ${stray.row.id}`.execute(db);
  await sql`delete from retell_call_details where call_id = ${stray.row.id}`.execute(db);
  await sql`delete from retell_calls where id = ${stray.row.id}`.execute(db);
  await markRemoval(db);
  const details =
    (stray.details?.complete_phase ?? -1) > (ours.details?.complete_phase ?? -1)
      ? stray.details
      : ours.details;
  return {
    row: { ...ours.row, ...wish },
    details: details && { ...details, call_id: ours.row.id },
    isStored: false,
    isNew: false,
    folded: {
      ...merge(ours.folded, stray.folded),
      stop_requested: ours.folded.stop_requested || stray.folded.stop_requested,
    },
  };
}

/** Somebody may have wanted the stray stopped; the earlier wish stands. */
async function keepStopWish(db: Db, ours: KnownRow, stray: KnownRow): Promise<Partial<KnownRow>> {
  const isNews = ours.stop_requested_at === null && stray.stop_requested_at !== null;
  if (!isNews) {
    await sql`delete from call_stops where call_id = ${stray.id}`.execute(db);
    return {};
  }
  const wish = { stop_requested_by: stray.stop_requested_by, stop_requested_at: stray.stop_requested_at };
  await db.updateTable("retell_calls").set(wish).where("id", "=", ours.id).execute();
  await sql`update call_stops set call_id = ${ours.id} where call_id = ${stray.id}`.execute(db);
  return wish;
}

/** The same object when the sighting taught us nothing. */
function observed(current: Known, sighting: Sighting): Known {
  const isPlaced = current.row.retell_call_id === null || current.row.dial_state === "not_placed";
  const dialState = isPlaced && current.row.requested_at !== null ? "accepted" : current.folded.dial_state;
  const folded: FoldedCall = { ...fold(current.folded, sighting), dial_state: dialState };
  const completePhase = Math.max(
    current.details?.complete_phase ?? -1,
    sighting.complete ? sighting.phase : -1,
  );
  const sameId = current.row.retell_call_id === sighting.call.retellCallId;
  const sameCompleteness = completePhase === (current.details?.complete_phase ?? -1);
  const isBack = current.row.retell_gone_at !== null;
  if (sameId && sameCompleteness && !isBack && sameKnowledge(current.folded, folded)) return current;
  return {
    row: { ...current.row, retell_call_id: current.row.retell_call_id ?? sighting.call.retellCallId },
    details: {
      ...(current.details ?? ({ call_id: current.row.id } as CallDetailsRow)),
      complete_phase: completePhase,
    },
    folded,
    isStored: current.isStored,
    isNew: current.isNew,
  };
}

/** What is as it was is the very same object (see `merge`). */
function sameKnowledge(before: FoldedCall, after: FoldedCall): boolean {
  return (
    before.phase === after.phase &&
    before.dial_state === after.dial_state &&
    before.stop_requested === after.stop_requested &&
    fieldNames.every(
      (name, index) =>
        before[name] === after[name] && before.field_phases[index] === after.field_phases[index],
    )
  );
}
