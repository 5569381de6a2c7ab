import { sql } from "kysely";
import type { Db } from "#database";
import { listItemFrom } from "./call-from-row.ts";
import { calleeName } from "./callee-name.ts";
import { selectCalls } from "./list-calls.ts";
import { namePeople } from "./name-people.ts";

/** So many of the latest calls are looked through. */
const LOOKED_AT_MAX = 200;
/** So many of them that differ are given. */
const GIVEN_MAX = 40;
/** Calls with more than this in variables are not offered again here; each stands in the page that offers them. */
const VARIABLES_MAX_BYTES = 8_000;

/** What a call was sent with, to be sent again. */
export interface SentCall {
  callId: string;
  phoneNumber: string;
  /** The name of whoever was called, if the variables say it. */
  name: string | null;
  agentId: string | null;
  agentName: string | null;
  fromNumber: string | null;
  variables: Record<string, string>;
  placedAt: string;
}

/** With what people were called lately, the latest first; the same thing sent several times is given once. */
export async function listSentLately(db: Db): Promise<SentCall[]> {
  const rows = await selectCalls(db)
    .where("retell_calls.direction", "=", "outbound")
    .where("retell_calls.to_number", "is not", null)
    .where(sql<boolean>`coalesce(pg_column_size(retell_calls.variables), 0) <= ${VARIABLES_MAX_BYTES}`)
    .orderBy("retell_calls.placed_at", "desc")
    .orderBy("retell_calls.id", "desc")
    .limit(LOOKED_AT_MAX)
    .execute();
  const sent = new Map<string, SentCall>();
  for (const { id, toNumber, agentId, agentName, fromNumber, variables, placedAt } of (
    await namePeople(db, rows)
  ).map(listItemFrom)) {
    if (toNumber === null) continue;
    const content = JSON.stringify([toNumber, agentId, fromNumber, variables]);
    const name = calleeName(variables);
    const call = {
      callId: id,
      phoneNumber: toNumber,
      name,
      agentId,
      agentName,
      fromNumber,
      variables,
      placedAt,
    };
    if (!sent.has(content)) sent.set(content, call);
    if (sent.size === GIVEN_MAX) break;
  }
  return [...sent.values()];
}
