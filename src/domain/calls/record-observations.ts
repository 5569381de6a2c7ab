import { sql } from "kysely";
import type { Db } from "#database";
import { recordAuditInTransaction } from "#domain/audit";
import { ourIdIn } from "#retell";
import {
  type CallDetailsRow,
  type CallRow,
  detailFieldNames,
  foldedFrom,
  rowFieldNames,
} from "./call-row.ts";
import { changesBetween, type FieldChange } from "./changes.ts";
import { type FoldedCall, fold, merge, type Observation, statusOf } from "./fold.ts";
import { markRemoval } from "./list-changes.ts";
import { planChecks } from "./plan-checks.ts";
import { undoLink } from "./undo-link.ts";

/** What one observation says, and whether Retell said all it knows (lists leave transcripts out). */
export interface Sighting extends Observation {
  complete: boolean;
}

/** What became of a sighting: whose it was, and what it taught us. */
export interface Recorded {
  callId: string;
  changes: FieldChange[];
}

interface Known {
  row: CallRow;
  details: CallDetailsRow | undefined;
  folded: FoldedCall;
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
  placedAs: "call.placed" | "call.found_placed" = "call.found_placed",
): Promise<Recorded[]> {
  if (sightings.length === 0) return [];
  await insertUnknown(db, sightings);
  const known = await lockKnown(db, {
    retellCallIds: sightings.map(({ call }) => call.retellCallId),
    ids: sightings.flatMap(({ call }) => ourIdIn(call) ?? []),
  });
  const changed = new Map<string, Known>();
  const touched = new Map<string, Known>();
  const placed: { callId: string; details: Record<string, unknown> }[] = [];
  const recorded: Recorded[] = [];
  for (const sighting of sightings) {
    const current = await oneRowFor(db, known, sighting);
    const next = observed(current, sighting);
    const changes = next === current ? [] : changesBetween(current.folded, next.folded);
    recorded.push({ callId: next.row.id, changes });
    touched.set(next.row.id, next);
    if (next === current) continue;
    known.set(next.row.id, next);
    changed.set(next.row.id, next);
    if (next.folded.dial_state !== current.folded.dial_state) placed.push(placing(next, current));
  }
  await writeCalls(db, [...changed.values()]);
  await writeDetails(db, [...changed.values()]);
  await planChecks(db, [...touched.values()].map(checkableFrom));
  for (const deed of placed) await recordAuditInTransaction(db, placedAs, deed);
  return recorded;
}

/** That a call turns out to have been placed, perhaps after it was given up as one that was not. */
function placing({ row }: Known, before: Known) {
  const wasWrong = before.folded.dial_state === "not_placed";
  const details = { retellCallId: row.retell_call_id, ...(wasWrong && { countedAsNotPlaced: true }) };
  return { callId: row.id, details };
}

/** Rows for calls that nobody told us of. Inserted in one order, so that two batches cannot deadlock. */
async function insertUnknown(db: Db, sightings: readonly Sighting[]): Promise<void> {
  const wanted = sightings.map(({ call }) => ({ retell_call_id: call.retellCallId, our_id: ourIdIn(call) }));
  await sql`
    insert into retell_calls (retell_call_id)
    select distinct wanted.retell_call_id
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as wanted (retell_call_id text, our_id uuid)
    where not exists (select from retell_calls as known where known.retell_call_id = wanted.retell_call_id)
      and not exists (
        select from retell_calls as ours
        where ours.id = wanted.our_id and (ours.retell_call_id is null or ours.retell_call_id = wanted.retell_call_id)
      )
    order by wanted.retell_call_id
    on conflict (retell_call_id) do nothing
  `.execute(db);
}

/**
 * Makes one row of a call of ours, whose placing was never answered, and of one that Retell shows, because
 * somebody says that they are the same.
 */
export async function adoptCall(db: Db, ourId: string, strayId: string): Promise<void> {
  const known = await lockKnown(db, { ids: [ourId, strayId], retellCallIds: [] });
  const [ours, stray] = [known.get(ourId), known.get(strayId)];
  if (!ours || !stray) throw new Error(`There are no two calls ${ourId} and ${strayId}.`);
  const merged = await absorb(db, ours, stray);
  const adopted: Known = {
    ...merged,
    row: { ...merged.row, retell_call_id: stray.row.retell_call_id },
    folded: { ...merged.folded, dial_state: "accepted" },
  };
  await writeCalls(db, [adopted]);
  await writeDetails(db, [adopted]);
  await planChecks(db, [checkableFrom(adopted)]);
}

function checkableFrom({ row, details, folded }: Known) {
  return { row, folded, completePhase: details?.complete_phase ?? -1 };
}

async function lockKnown(
  db: Db,
  { ids, retellCallIds }: { ids: readonly string[]; retellCallIds: readonly string[] },
): Promise<Map<string, Known>> {
  const rows = await db
    .selectFrom("retell_calls")
    .selectAll()
    .where(({ or, eb }) =>
      or([
        eb("retell_call_id", "=", sql<string>`any(${retellCallIds})`),
        eb("id", "=", sql<string>`any(${ids}::uuid[])`),
      ]),
    )
    .orderBy("id")
    .forUpdate()
    .execute();
  // Read only now that the rows are ours: joined to the query above, they could be of an older moment.
  const details = await db
    .selectFrom("retell_call_details")
    .selectAll()
    .where("call_id", "=", sql<string>`any(${rows.map((row) => row.id)}::uuid[])`)
    .execute();
  const detailsOf = new Map(details.map((detail) => [detail.call_id, detail]));
  return new Map(
    rows.map((row) => {
      const detail = detailsOf.get(row.id);
      return [row.id, { row, details: detail, folded: foldedFrom(row, detail) }];
    }),
  );
}

/**
 * The row a sighting belongs to. A call may have been heard of before we knew that it is ours (a
 * webhook without metadata that overtook the answer to our request): then that row is merged into ours.
 */
async function oneRowFor(db: Db, known: Map<string, Known>, { call }: Sighting): Promise<Known> {
  const ourId = ourIdIn(call);
  const ours = ourId === null ? undefined : known.get(ourId);
  const byRetellId = [...known.values()].find(({ row }) => row.retell_call_id === call.retellCallId);
  const isApart = ours && byRetellId && ours !== byRetellId;
  const claimed =
    isApart && ours.row.retell_call_id !== null ? await undoLink(db, ours, call.retellCallId) : ours;
  if (isApart && claimed) {
    // What was parted from ours may be spoken of in the same breath.
    const parted = claimed === ours ? null : ours.row.retell_call_id;
    if (parted !== null)
      for (const [id, row] of await lockKnown(db, { ids: [], retellCallIds: [parted] })) known.set(id, row);
    const merged = await absorb(db, claimed, byRetellId);
    known.delete(byRetellId.row.id);
    known.set(ours.row.id, merged);
    return merged;
  }
  const found = byRetellId ?? ours;
  if (!found) throw new Error(`No row for Retell's call ${call.retellCallId}.`);
  return found;
}

async function absorb(db: Db, ours: Known, stray: Known): Promise<Known> {
  await sql`update webhook_events set call_id = ${ours.row.id} where call_id = ${stray.row.id}`.execute(db);
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
    folded: {
      ...merge(ours.folded, stray.folded),
      stop_requested: ours.folded.stop_requested || stray.folded.stop_requested,
    },
  };
}

/** Somebody may have wanted the stray stopped; the earlier wish stands. */
async function keepStopWish(db: Db, ours: CallRow, stray: CallRow): Promise<Partial<CallRow>> {
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
  };
}

function sameKnowledge(before: FoldedCall, after: FoldedCall): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

async function writeCalls(db: Db, calls: readonly Known[]): Promise<void> {
  if (calls.length === 0) return;
  const rows = calls.map(({ row, folded }) => ({
    ...storable(folded, rowFieldNames),
    id: row.id,
    retell_call_id: row.retell_call_id,
    status: statusOf(folded),
    phase: folded.phase,
    field_phases: folded.field_phases,
    dial_state: folded.dial_state,
    // The order of the first telling; what the database gives back has none.
    variable_names: row.variable_names ?? (folded.variables && Object.keys(folded.variables)),
  }));
  const columns = [
    "variable_names",
    "retell_call_id",
    "status",
    "phase",
    "field_phases",
    "dial_state",
    ...rowFieldNames,
  ];
  await sql`
    update retell_calls as call
    set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = learnt.${sql.ref(column)}`))},
        placed_at = case when call.requested_at is null then coalesce(learnt.started_at, call.placed_at) else call.placed_at end,
        failure_message = case
          when learnt.dial_state = 'accepted' or call.retell_gone_at is not null then null
          else call.failure_message
        end,
        -- Whatever was seen of it, Retell knows it.
        retell_gone_at = null
    from jsonb_populate_recordset(null::retell_calls, ${JSON.stringify(rows)}::jsonb) as learnt
    where call.id = learnt.id
  `.execute(db);
}

async function writeDetails(db: Db, calls: readonly Known[]): Promise<void> {
  if (calls.length === 0) return;
  const columns = ["complete_phase", ...detailFieldNames];
  const rows = calls.map(({ row, details, folded }) => ({
    ...storable(folded, detailFieldNames),
    call_id: row.id,
    complete_phase: details?.complete_phase ?? -1,
  }));
  await sql`
    insert into retell_call_details (call_id, ${sql.join(columns.map(sql.ref))})
    select call_id, ${sql.join(columns.map(sql.ref))}
    from jsonb_populate_recordset(null::retell_call_details, ${JSON.stringify(rows)}::jsonb)
    on conflict (call_id) do update
    set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`))}, updated_at = now()
  `.execute(db);
}

/** Milliseconds become timestamps; everything else is written as it is. */
function storable(folded: FoldedCall, names: readonly (keyof FoldedCall)[]): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => {
      const value = folded[name];
      return [
        name,
        typeof value === "number" && name.endsWith("_at") ? new Date(value).toISOString() : value,
      ];
    }),
  );
}
