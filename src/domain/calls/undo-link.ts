import { sql } from "kysely";
import type { Db } from "#database";
import type { Known } from "./find-known.ts";
import { type FoldedCall, unknownCall } from "./fold.ts";

/**
 * A person may have taken another call for this one of ours. When Retell shows one that carries our id, that
 * counts more: the mistaken call becomes one of its own again, to be asked about anew, and ours what it was
 * when it was asked for. Null when nobody linked it by hand.
 */
export async function undoLink(db: Db, ours: Known, retellCallId: string): Promise<Known | null> {
  const { id, retell_call_id: mistaken } = ours.row;
  const { rows } = await sql`
    select from dial_decisions where call_id = ${id} and decision = 'linked' and retell_call_id = ${mistaken}
  `.execute(db);
  if (rows.length === 0) return null;
  await sql`update retell_calls set retell_call_id = null where id = ${id}`.execute(db);
  await sql`delete from retell_call_details where call_id = ${id}`.execute(db);
  await sql`
    with freed as (insert into retell_calls (retell_call_id) values (${mistaken}) returning id),
    asked as (insert into call_checks (call_id, due_at) select id, now() from freed)
    update webhook_events set call_id = freed.id from freed where retell_call_id = ${mistaken}
  `.execute(db);
  await sql`
    update dial_attempts set retell_call_id = ${retellCallId} where call_id = ${id} and retell_call_id = ${mistaken}
  `.execute(db);
  return {
    row: { ...ours.row, retell_call_id: null },
    folded: asRequested(ours.folded),
    details: undefined,
    isStored: false,
    isNew: false,
  };
}

/** What it was asked for with, which whatever Retell says of it beats. */
function asRequested(folded: FoldedCall): FoldedCall {
  const { call_type, direction, from_number, to_number, agent_id, agent_name, variables } = folded;
  const { dial_state, stop_requested } = folded;
  const request = { call_type, direction, from_number, to_number, agent_id, agent_name, variables };
  return { ...unknownCall(), ...request, dial_state, stop_requested };
}
