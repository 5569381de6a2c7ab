import { CompiledQuery } from "kysely";
import { askInOrder, type Db } from "#database";
import { ourIdIn, type RetellCall } from "#retell";
import { type CallDetailsRow, type CallRow, foldedFrom } from "./call-row.ts";
import type { FoldedCall } from "./fold.ts";

/** A call whose rows are locked, and what is known of it so far. */
export interface Known {
  row: CallRow;
  details: CallDetailsRow | undefined;
  folded: FoldedCall;
  /** Whether `details` are what stands in the database under this call, so that only what differs need be written. */
  isStored: boolean;
}

/** The rows that the calls are told of in, locked until the transaction ends; calls unknown so far get one. */
export async function findOrInsert(db: Db, calls: readonly RetellCall[]): Promise<Map<string, Known>> {
  const known = await insertAndLock(db, calls);
  // Merged into another while we waited for it, a row is gone, and a new look finds the call there.
  const lost = calls.filter((call) => !isKnown(known, call));
  if (lost.length > 0) for (const [id, row] of await insertAndLock(db, lost)) known.set(id, row);
  return known;
}

async function insertAndLock(db: Db, calls: readonly RetellCall[]): Promise<Map<string, Known>> {
  const [, rows, details] = await askInOrder(db, [
    insertingUnknown(calls),
    ...locking({
      retellCallIds: calls.map(({ retellCallId }) => retellCallId),
      ids: calls.flatMap((call) => ourIdIn(call) ?? []),
    }),
  ]);
  return knownFrom(rows, details);
}

function isKnown(known: ReadonlyMap<string, Known>, call: RetellCall): boolean {
  return (
    known.has(ourIdIn(call) ?? "") ||
    [...known.values()].some(({ row }) => row.retell_call_id === call.retellCallId)
  );
}

/** Rows for calls that nobody told us of. Inserted in one order, so that two batches cannot deadlock. */
function insertingUnknown(calls: readonly RetellCall[]): CompiledQuery {
  const wanted = calls.map((call) => ({ retell_call_id: call.retellCallId, our_id: ourIdIn(call) }));
  return CompiledQuery.raw(INSERT_UNKNOWN, [JSON.stringify(wanted)]);
}

/**
 * Plans of these are kept, also when they were made for a table of next to no rows, which is as well walked from end to end.
 * So there is no way but to look each call up: `offset 0` keeps Postgres from trying another order of joining, and what is
 * put in order is not what an index has in order.
 */
const INSERT_UNKNOWN = `
  insert into retell_calls (retell_call_id)
  select distinct wanted.retell_call_id
  from jsonb_to_recordset($1::jsonb) as wanted (retell_call_id text, our_id uuid)
  where not exists (select from retell_calls as known where known.retell_call_id = wanted.retell_call_id offset 0)
    and not exists (
      select from retell_calls as ours
      where ours.id = wanted.our_id and (ours.retell_call_id is null or ours.retell_call_id = wanted.retell_call_id)
      offset 0
    )
  order by wanted.retell_call_id
  on conflict (retell_call_id) do nothing
`;

interface Meant {
  ids: readonly string[];
  retellCallIds: readonly string[];
}

export async function lockKnown(db: Db, meant: Meant): Promise<Map<string, Known>> {
  const [rows, details] = await askInOrder(db, locking(meant));
  return knownFrom(rows, details);
}

/** Details are read by a question of their own, when the rows are ours: joined to the first, they could be of an older moment. */
function locking({ ids, retellCallIds }: Meant) {
  const meant = [retellCallIds, ids];
  return [
    CompiledQuery.raw(LOCK_CALLS, meant) as CompiledQuery<CallRow>,
    CompiledQuery.raw(READ_DETAILS, meant) as CompiledQuery<CallDetailsRow>,
  ] as const;
}

const IS_MEANT = "retell_call_id = any($1::text[]) or id = any($2::uuid[])";
const LOCK_CALLS = `select * from retell_calls where ${IS_MEANT} order by uuid_send(id) for update`;
const READ_DETAILS = `
  with meant as materialized (select id from retell_calls where ${IS_MEANT})
  select details.* from meant
  cross join lateral (select * from retell_call_details where call_id = meant.id offset 0) as details
`;

function knownFrom(rows: readonly CallRow[], details: readonly CallDetailsRow[]): Map<string, Known> {
  const detailsOf = new Map(details.map((detail) => [detail.call_id, detail]));
  return new Map(
    rows.map((row) => {
      const detail = detailsOf.get(row.id);
      return [
        row.id,
        { row, details: detail, folded: foldedFrom(row, detail), isStored: detail !== undefined },
      ];
    }),
  );
}
