import { sql } from "kysely";
import { type Actor, asActor, type Db, isDataFault } from "#database";
import { type CallPage, OUR_ID_KEY, ourIdIn, type RetellCall } from "#retell";
import { phaseOf } from "./fold.ts";
import { recordObservations, type Sighting } from "./record-observations.ts";
import { findSetAside, forgetSetAside, setAside } from "./set-aside.ts";

const CALLS_PER_TRANSACTION = 100;

/**
 * Writes down what a page of Retell's list says that we did not know. Returns how many calls were new or
 * further than we knew. A call that cannot be written down is set aside and takes no other with it.
 */
export async function recordPage(
  actor: Actor,
  { calls, unreadable }: Pick<CallPage, "calls" | "unreadable">,
): Promise<number> {
  let learnt = 0;
  for (let from = 0; from < calls.length; from += CALLS_PER_TRANSACTION) {
    const some = calls.slice(from, from + CALLS_PER_TRANSACTION);
    try {
      learnt += await asActor(actor, (db) => recordNews(db, some));
    } catch (error) {
      if (!isDataFault(error)) throw error;
      for (const call of some) learnt += await recordAlone(actor, call);
    }
  }
  if (unreadable.length > 0) await asActor(actor, (db) => setAside(db, unreadable));
  return learnt;
}

async function recordAlone(actor: Actor, call: RetellCall): Promise<number> {
  try {
    return await asActor(actor, (db) => recordNews(db, [call]));
  } catch (error) {
    if (!isDataFault(error)) throw error;
    const { retellCallId } = call;
    await asActor(actor, (db) => setAside(db, [{ retellCallId, reason: error.message }]));
    return 0;
  }
}

async function recordNews(db: Db, calls: readonly RetellCall[]): Promise<number> {
  const news = await onlyNews(db, calls);
  if (news.length === 0) return 0;
  await recordObservations(db, news);
  await forgetSetAside(
    db,
    news.map(({ call }) => call.retellCallId),
  );
  return news.length;
}

/**
 * Calls of ours that the list shows under our id for the first time: they were never confirmed, or somebody
 * took another call for them. That is news even of a call which is known already, as nobody's.
 */
async function findClaimed(db: Db, calls: readonly RetellCall[]): Promise<Set<string | null>> {
  const ids = calls.flatMap((call) => ourIdIn(call) ?? []);
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select id from retell_calls
    where id = any(${ids}::uuid[])
      and (retell_call_id is null or metadata ->> ${OUR_ID_KEY} is distinct from id::text)
  `.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** Leaves out what we know already, so that looking again costs one small query and no locks. */
async function onlyNews(db: Db, calls: readonly RetellCall[]): Promise<Sighting[]> {
  const ids = calls.map((call) => call.retellCallId);
  const { rows } = await sql<KnownCall>`
    select retell_call_id, phase, cost_cents, retell_gone_at is not null as is_gone,
           from_number, to_number, agent_id, metadata is not null as has_metadata
    from retell_calls where retell_call_id = any(${ids})
  `.execute(db);
  const known = new Map(rows.map((row) => [row.retell_call_id, row]));
  const claimed = await findClaimed(db, calls);
  const aside = await findSetAside(db, ids);
  return calls
    .filter((call) => !aside.has(call.retellCallId))
    .map((call): Sighting => ({ phase: phaseOf(call), call, complete: false, source: "list_calls" }))
    .filter(
      (sighting) =>
        claimed.has(ourIdIn(sighting.call)) || isNews(sighting, known.get(sighting.call.retellCallId)),
    );
}

interface KnownCall {
  retell_call_id: string;
  phase: number;
  cost_cents: number | null;
  is_gone: boolean;
  from_number: string | null;
  to_number: string | null;
  agent_id: string | null;
  has_metadata: boolean;
}

function isNews({ phase, call }: Sighting, row: KnownCall | undefined): boolean {
  if (!row || row.is_gone || row.phase < phase) return true;
  return (row.cost_cents ?? 0) < (call.costCents ?? 0) || lacks(row, call);
}

/** Webhooks may leave out who called whom, and metadata, to the very last. */
function lacks(row: KnownCall, call: RetellCall): boolean {
  return (
    (row.from_number === null && call.fromNumber !== null) ||
    (row.to_number === null && call.toNumber !== null) ||
    (row.agent_id === null && call.agentId !== null) ||
    (!row.has_metadata && call.metadata !== null)
  );
}
