import type pg from "pg";
import type { CallListItem } from "#domain/calls";
import type { CreateAttempt, DeliveryAttempt } from "../../simulator/index.ts";
import type { CallDetailsRow, CallRow } from "../../src/domain/calls/call-row.ts";
import type { Wish } from "./callers.ts";
import { FORGED_ID, type Forgery } from "./forgers.ts";
import type { LedgerLine, RetellAnswer } from "./retell.ts";
import type { Habit } from "./viewer.ts";

/** What is left to be seen once everything is over, from every side. */
export interface Evidence {
  /** When it was gathered, in milliseconds since 1970. */
  at: number;
  wishes: readonly Wish[];
  /** Retell's ledger, in its order. */
  creates: readonly CreateAttempt[];
  deliveries: readonly DeliveryAttempt[];
  /** Every call that Retell knows, as it tells it. */
  retellCalls: readonly RetellAnswer[];
  database: Database;
  views: readonly View[];
  /** What the history is for whoever reads it now. */
  history: readonly CallListItem[];
  forgeries: readonly Forgery[];
  recoveries: readonly Recovery[];
}

export interface Database {
  calls: readonly KeptCall[];
  attempts: readonly KeptAttempt[];
  stops: readonly { call_id: string; outcome: string }[];
  auditLines: readonly { call_id: string; action: string; lines: number }[];
  /** Stored deliveries by event and call; a body that came several times counts as often. */
  webhooks: readonly { event: string | null; retell_call_id: string | null; deliveries: number }[];
  forged: number;
}

export interface KeptCall {
  row: CallRow;
  details: CallDetailsRow | undefined;
}

export interface KeptAttempt {
  call_id: string;
  outcome: string;
  started_at: Date;
  retell_call_id: string | null;
}

/** What somebody who watched has on the screen. */
export interface View {
  habit: Habit;
  rows: readonly CallListItem[];
}

/** What was disturbed, and how long it took until work went on. */
export interface Recovery {
  struck: readonly string[];
  /** From the moment when everything that was struck was back; null when work did not go on. */
  resumedAfterMs: number | null;
  /** From the first disturbance on, with the pauses before a restart. */
  inAllMs: number | null;
}

export function createsIn(ledger: readonly LedgerLine[]): CreateAttempt[] {
  return ledger.filter((line): line is LedgerLine & { kind: "create" } => line.kind === "create");
}

export function deliveriesIn(ledger: readonly LedgerLine[]): DeliveryAttempt[] {
  return ledger.filter((line): line is LedgerLine & { kind: "delivery" } => line.kind === "delivery");
}

/** Reads everything in one snapshot, as a superuser whom no policy keeps from seeing a row. */
export async function readDatabase(client: pg.Client): Promise<Database> {
  await client.query("begin isolation level repeatable read read only");
  const read = async <Row extends pg.QueryResultRow>(text: string) => (await client.query<Row>(text)).rows;
  const rows = await read<CallRow>("select * from retell_calls");
  const details = await read<CallDetailsRow>("select * from retell_call_details");
  const detailsOf = new Map(details.map((detail) => [detail.call_id, detail]));
  const database: Database = {
    calls: rows.map((row) => ({ row, details: detailsOf.get(row.id) })),
    attempts: await read(
      "select call_id, outcome, started_at, retell_call_id from dial_attempts order by started_at",
    ),
    stops: await read("select call_id, outcome from call_stops"),
    auditLines: await read(
      "select call_id, action, count(*) as lines from audit_log where call_id is not null group by call_id, action",
    ),
    webhooks: await read(
      "select event, retell_call_id, sum(deliveries) as deliveries from webhook_events group by event, retell_call_id",
    ),
    forged: (
      await read<{ found: number }>(`
        select (select count(*) from webhook_events where retell_call_id like '${FORGED_ID}%')
             + (select count(*) from retell_calls where retell_call_id like '${FORGED_ID}%') as found`)
    ).reduce((sum, { found }) => sum + found, 0),
  };
  await client.query("commit");
  return database;
}
