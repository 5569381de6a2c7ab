import { isDeepStrictEqual } from "node:util";
import { type RetellCall, readRetellCall } from "#retell";
import type { CallRecord } from "../../../simulator/index.ts";
import type { Check, Evidence, Finding } from "./evidence.ts";

type Row = Record<string, unknown> & {
  id: string;
  retell_call_id: string | null;
  status: string;
  dial_state: string;
  stop_requested_at: Date | null;
  requested_at: Date | null;
};

/** Where each thing that Retell knows is kept. Written apart from the program's own fold, which it judges. */
const columns: Record<string, (call: RetellCall) => unknown> = {
  call_type: (call) => call.callType,
  direction: (call) => call.direction,
  from_number: (call) => call.fromNumber,
  to_number: (call) => call.toNumber,
  agent_id: (call) => call.agentId,
  agent_version: (call) => call.agentVersion,
  agent_name: (call) => call.agentName,
  variables: (call) => call.variables,
  metadata: (call) => call.metadata,
  retell_status: (call) => call.callStatus,
  disconnection_reason: (call) => call.disconnectionReason,
  has_carrier_leg: (call) => call.hasCarrierLeg,
  started_at: (call) => call.startedAt,
  ended_at: (call) => call.endedAt,
  duration_ms: (call) => call.durationMs,
  cost_cents: (call) => call.costCents,
  call_successful: (call) => call.analysis?.call_successful ?? null,
  user_sentiment: (call) => call.analysis?.user_sentiment ?? null,
  in_voicemail: (call) => call.analysis?.in_voicemail ?? null,
  transcript: (call) => call.transcript,
  transcript_object: (call) => call.transcriptObject,
  transcript_with_tool_calls: (call) => call.transcriptWithToolCalls,
  analysis: (call) => call.analysis,
  latency: (call) => call.latency,
  cost: (call) => call.cost,
  collected_variables: (call) => call.collectedVariables,
  token_usage: (call) => call.tokenUsage,
  recording_url: (call) => call.recordingUrl,
  recording_multi_channel_url: (call) => call.recordingMultiChannelUrl,
  public_log_url: (call) => call.publicLogUrl,
  transfer_destination: (call) => call.transferDestination,
  extra: (call) => call.extra,
};

export const finalRows: Check = {
  name: "final rows",
  sentence:
    "Whatever was lost, doubled or late: each call ends as Retell knows it, field by field, in one row, and its status agrees.",
  async look(evidence) {
    const rows = await evidence.real.look<Row>(
      "select * from retell_calls left join retell_call_details on call_id = id order by id",
    );
    return [
      ...evidence.records.flatMap((record) => judge(evidence, record, rows)),
      ...strangers(evidence, rows),
      ...broken(evidence, rows),
    ];
  },
};

function judge(evidence: Evidence, record: CallRecord, rows: readonly Row[]): Finding[] {
  const own = rows.filter((row) => row.retell_call_id === record.callId);
  const [row] = own;
  if (row === undefined || own.length > 1)
    return [{ guarantee: 7, message: `Retell's call ${record.callId} is here ${own.length} times.` }];
  if (Number(row.phase) < 3)
    return [{ guarantee: 7, message: `The call ${row.id} is over at Retell and ${row.status} here.` }];
  const findings: Finding[] = [];
  const status = statusOf(record, row);
  if (row.status !== status)
    findings.push({ guarantee: 2, message: `The call ${row.id} is ${row.status} and should be ${status}.` });
  const ourId = (record.metadata as { switchboard_call_id?: string } | undefined)?.switchboard_call_id;
  if (ourId !== undefined && ourId !== row.id)
    findings.push({
      guarantee: 2,
      message: `The call ${ourId} is kept as ${row.id}, apart from its request.`,
    });
  if (row.requested_at !== null && row.dial_state !== "accepted")
    findings.push({
      guarantee: 2,
      message: `The call ${row.id} was placed and is said to be ${row.dial_state}.`,
    });
  return [...findings, ...differences(evidence, record, row)];
}

/** An agent's storage setting may leave less to be asked for than webhooks carried: either will do. */
function differences({ simulator }: Evidence, record: CallRecord, row: Row): Finding[] {
  const [stored, whole] = [
    readRetellCall(asJson(simulator.views.stored(record))),
    readRetellCall(asJson(simulator.views.whole(record))),
  ];
  if (stored === null || whole === null) throw new Error("Retell's own call cannot be read.");
  return Object.entries(columns).flatMap(([column, read]) => {
    const kept = asKept(row[column]);
    if (isDeepStrictEqual(kept, read(stored)) || isDeepStrictEqual(kept, read(whole))) return [];
    if (record.storageSetting !== "everything" && (column === "extra" || read(stored) === null)) return [];
    const [is, should] = [shortened(kept), shortened(read(stored))];
    return [{ guarantee: 2, message: `The call ${row.id} has ${column} ${is} and should have ${should}.` }];
  });
}

/** What the history should say, from Retell's own record of the call. */
function statusOf({ durationMs = 0, reason, status }: CallRecord, row: Row): string {
  const wasStopped = reason === "manual_stopped" || row.stop_requested_at !== null;
  if (durationMs === 0 && wasStopped) return "cancelled";
  return status === "ended" ? "completed" : "failed";
}

function strangers({ records }: Evidence, rows: readonly Row[]): Finding[] {
  const known = new Set(records.map(({ callId }) => callId));
  return rows
    .filter(({ retell_call_id: id }) => id !== null && !known.has(id))
    .map(({ retell_call_id: id }) => ({
      guarantee: 2,
      message: `Retell has no call ${id}, and it is here.`,
    }));
}

/** What a person was promised is there. */
function broken({ chronicle }: Evidence, rows: readonly Row[]): Finding[] {
  return chronicle.promised
    .filter((id) => !rows.some((row) => row.id === id))
    .map((id) => ({
      guarantee: 1,
      message: `A person was told that ${id} is written down, and it is gone.`,
    }));
}

function asKept(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : (value ?? null);
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function shortened(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 160);
}
