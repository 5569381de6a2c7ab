import { sql } from "kysely";

/** Where workers hear of a call that was asked for. */
export const DIAL_CHANNEL = "switchboard_dial";

/** Tells every worker of a call that is to be dialled, once the transaction is committed. */
export function tellingDiallers(callId: string) {
  return sql`select pg_notify(${DIAL_CHANNEL}, ${callId})`;
}
