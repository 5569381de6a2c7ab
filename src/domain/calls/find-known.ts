import { createHash } from "node:crypto";
import { CompiledQuery } from "kysely";
import { askInOrder, type Db } from "#database";
import { ourIdIn, type RetellCall } from "#retell";
import { type CallDetailsRow, type CallRow, foldedFrom } from "./call-row.ts";
import { type FoldedCall, unknownCall } from "./fold.ts";

/** What is needed of a call's row besides what the fold reads. */
export type KnownRow = Pick<
  CallRow,
  | ("id" | "retell_call_id" | "dial_state" | "placed_at" | "requested_at" | "retell_gone_at")
  | ("stop_requested_at" | "stop_requested_by" | "variables" | "variable_names" | "metadata")
>;

/** A call whose rows are locked, and what is known of it so far. */
export interface Known {
  row: KnownRow;
  details: CallDetailsRow | undefined;
  folded: FoldedCall;
  /** Whether `details` are what stands in the database under this call, so that only what differs need be written. */
  isStored: boolean;
  /** It has no row yet: the first that is written of it is all that is known. */
  isNew: boolean;
}

/** The calls that a transaction has locked, by our id and by Retell's. */
export class KnownCalls {
  readonly #byId = new Map<string, Known>();
  readonly #idByRetellId = new Map<string, string>();

  constructor(known: readonly Known[] = []) {
    for (const call of known) this.put(call);
  }

  byId(id: string | null): Known | undefined {
    return id === null ? undefined : this.#byId.get(id);
  }

  byRetellId(retellCallId: string): Known | undefined {
    const found = this.byId(this.#idByRetellId.get(retellCallId) ?? null);
    return found?.row.retell_call_id === retellCallId ? found : undefined;
  }

  /** In the place of what was known of it. */
  put(call: Known): void {
    this.#byId.set(call.row.id, call);
    if (call.row.retell_call_id !== null) this.#idByRetellId.set(call.row.retell_call_id, call.row.id);
  }

  remove({ row }: Known): void {
    this.#byId.delete(row.id);
  }

  *[Symbol.iterator](): IterableIterator<Known> {
    yield* this.#byId.values();
  }
}

/** The rows that the calls are told of in, locked until the transaction ends; calls unknown so far get one. */
export async function findOrInsert(db: Db, calls: readonly RetellCall[]): Promise<KnownCalls> {
  const known = await insertAndLock(db, calls);
  // Merged into another while we waited for it, a row is gone, and a new look finds the call there.
  const lost = calls.filter((call) => !known.byId(ourIdIn(call)) && !known.byRetellId(call.retellCallId));
  if (lost.length > 0) for (const call of await insertAndLock(db, lost)) known.put(call);
  return known;
}

/**
 * The same, except that calls unknown so far get no row yet. Their first writing fails with a unique violation, and the
 * transaction with it, when somebody else has written them down meanwhile.
 */
export async function findOrMake(db: Db, calls: readonly RetellCall[]): Promise<KnownCalls> {
  const known = await lockKnown(db, meaning(calls));
  for (const call of calls) {
    const ours = known.byId(ourIdIn(call));
    const isOurs = ours && (ours.row.retell_call_id ?? call.retellCallId) === call.retellCallId;
    if (!isOurs && !known.byRetellId(call.retellCallId)) known.put(newlyKnown(call.retellCallId));
  }
  return known;
}

function newlyKnown(retellCallId: string): Known {
  const row: KnownRow = {
    id: idFor(retellCallId),
    retell_call_id: retellCallId,
    placed_at: new Date(),
    ...{ dial_state: "none", requested_at: null, retell_gone_at: null },
    ...{ stop_requested_at: null, stop_requested_by: null },
    ...{ variables: null, variable_names: null, metadata: null },
  };
  return {
    row,
    details: undefined,
    folded: { ...unknownCall(), field_phases: [] },
    isStored: false,
    isNew: true,
  };
}

/**
 * As Postgres makes them: the time in front, so that new rows stand together in their index. What is drawn there comes of
 * Retell's id here, which no other call has.
 */
function idFor(retellCallId: string): string {
  const time = Date.now().toString(16).padStart(12, "0");
  const lot = createHash("sha256").update(retellCallId).digest("hex");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${lot.slice(0, 3)}-8${lot.slice(3, 6)}-${lot.slice(6, 18)}`;
}

function meaning(calls: readonly RetellCall[]): Meant {
  return {
    retellCallIds: calls.map(({ retellCallId }) => retellCallId),
    ids: calls.flatMap((call) => ourIdIn(call) ?? []),
  };
}

async function insertAndLock(db: Db, calls: readonly RetellCall[]): Promise<KnownCalls> {
  const [, rows, details] = await askInOrder(db, [insertingUnknown(calls), ...locking(meaning(calls))]);
  return knownFrom(rows, details);
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

export async function lockKnown(db: Db, meant: Meant): Promise<KnownCalls> {
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

function knownFrom(rows: readonly CallRow[], details: readonly CallDetailsRow[]): KnownCalls {
  const detailsOf = new Map(details.map((detail) => [detail.call_id, detail]));
  return new KnownCalls(
    rows.map((row) => {
      const detail = detailsOf.get(row.id);
      const folded = foldedFrom(row, detail);
      return { row, details: detail, folded, isStored: detail !== undefined, isNew: false };
    }),
  );
}
