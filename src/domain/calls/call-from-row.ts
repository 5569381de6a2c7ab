import { isObject } from "#retell";
import { phoneWords } from "#telephone";
import {
  type Call,
  type CallAnalysis,
  type CallListItem,
  type CallStatus,
  type DialState,
  disconnectionWords,
  type ProductCost,
  type TranscriptEntry,
  type TranscriptWord,
} from "./call.ts";
import type { CallDetailsRow, CallRow } from "./call-row.ts";
import type { Names } from "./name-people.ts";
import type { WaitInList, WaitReason } from "./waiting.ts";

type StopState = NonNullable<Call["stop"]>["outcome"];
type StopRow = { outcome: string; message: string | null };

/** What stands about a call in other tables. */
type Besides = Pick<Call, "requestedBy" | "stopRequestedBy" | "attempt" | "decision" | "waiting"> & {
  stop: StopRow | undefined;
};

/** Of a call's row what a list shows. The rest takes longer to read than all of this. */
export const listedColumns = [
  "id",
  "retell_call_id",
  "status",
  "dial_state",
  "placed_at",
  "call_type",
  "direction",
  "from_number",
  "to_number",
  "agent_id",
  "agent_name",
  "requested_by",
  "stop_requested_by",
  "variables",
  "variable_names",
  "started_at",
  "ended_at",
  "duration_ms",
  "cost_cents",
  "disconnection_reason",
  "call_successful",
  "user_sentiment",
  "has_recording",
  "failure_message",
  "wait_reason",
  "wait_since",
  "decision_wanted_at",
] as const satisfies (keyof CallRow)[];

/** With who asked for it and the name of whoever stopped it. */
export type CallRowInList = Pick<CallRow, (typeof listedColumns)[number]> & Names;

export function listItemFrom(row: CallRowInList): CallListItem {
  return {
    id: row.id,
    retellCallId: row.retell_call_id,
    status: row.status as CallStatus,
    dialState: row.dial_state as DialState,
    placedAt: row.placed_at.toISOString(),
    callType: row.call_type,
    direction: row.direction,
    fromNumber: row.from_number,
    toNumber: row.to_number,
    fromNumberWords: row.from_number && phoneWords(row.from_number),
    toNumberWords: row.to_number && phoneWords(row.to_number),
    agentId: row.agent_id,
    agentName: row.agent_name,
    requestedBy: requesterIn(row),
    variables: inOrder(stringsIn(row.variables), row.variable_names ?? []),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    durationMs: row.duration_ms,
    costCents: row.cost_cents,
    disconnectionReason: row.disconnection_reason,
    disconnectionLabel: endingWords(row),
    callSuccessful: row.call_successful,
    userSentiment: row.user_sentiment,
    hasRecording: row.has_recording ?? false,
    failureMessage: row.status === "failed" ? row.failure_message : null,
    waiting: waitOf(row),
    needsDecision: row.dial_state === "unconfirmed" && row.decision_wanted_at !== null,
  };
}

function requesterIn(row: CallRowInList): CallListItem["requestedBy"] {
  const { requested_by: id, requester_name: name, requester_email: email } = row;
  return id === null || name === null || email === null ? null : { id, name, email };
}

/** Why it waits is of no interest once it was sent or withdrawn. */
function waitOf(row: CallRowInList): WaitInList | null {
  if (row.dial_state !== "queued" || row.wait_reason === null || row.wait_since === null) return null;
  return { reason: row.wait_reason as WaitReason, since: row.wait_since.toISOString() };
}

export function callFromRows(
  row: CallRow,
  details: CallDetailsRow | undefined,
  { stop, ...besides }: Besides,
): Call {
  return {
    ...listItemFrom({
      ...row,
      requester_name: besides.requestedBy?.name ?? null,
      requester_email: besides.requestedBy?.email ?? null,
      stopped_by_name: besides.stopRequestedBy?.name ?? null,
    }),
    ...besides,
    stop: stop ? { outcome: stop.outcome as StopState, message: stop.message } : null,
    agentVersion: row.agent_version,
    metadata: isObject(row.metadata) ? row.metadata : {},
    retellStatus: row.retell_status,
    requestedAt: row.requested_at?.toISOString() ?? null,
    stopRequestedAt: row.stop_requested_at?.toISOString() ?? null,
    transcript: transcriptIn(details?.transcript_with_tool_calls ?? details?.transcript_object),
    transcriptText: details?.transcript ?? null,
    analysis: analysisIn(details?.analysis),
    costs: costsIn(details?.cost),
    latency: latencyIn(details?.latency),
    collectedVariables: stringsIn(details?.collected_variables),
    transferDestination: details?.transfer_destination ?? null,
    hasMultiChannelRecording: (details?.recording_multi_channel_url ?? null) !== null,
    publicLogUrl: details?.public_log_url ?? null,
    extra: isObject(details?.extra) ? details.extra : {},
    updatedAt: row.updated_at.toISOString(),
  };
}

/** Why it ended; when a person of ours ended it, by their name. */
function endingWords(row: CallRowInList): string | null {
  const reason = row.disconnection_reason;
  const name = row.stopped_by_name;
  if (name === null || (reason !== null && reason !== "manual_stopped")) return disconnectionWords(reason);
  if (row.status === "cancelled") return `Cancelled by ${name}`;
  return row.status === "completed" ? `Ended by ${name}` : disconnectionWords(reason);
}

/** The database keeps no order of names, so the one they were given in stands beside them. */
function inOrder(values: Record<string, string>, names: readonly string[]): Record<string, string> {
  const place = (name: string) => (names.includes(name) ? names.indexOf(name) : names.length);
  return Object.fromEntries(Object.entries(values).sort(([one], [other]) => place(one) - place(other)));
}

function transcriptIn(value: unknown): TranscriptEntry[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map(({ role, content, words, ...extra }) => ({
    role: typeof role === "string" ? role : "unknown",
    content: typeof content === "string" ? content : null,
    words: wordsIn(words),
    extra,
  }));
}

function wordsIn(value: unknown): TranscriptWord[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (item): item is TranscriptWord =>
      isObject(item) &&
      typeof item.word === "string" &&
      typeof item.start === "number" &&
      typeof item.end === "number",
  );
}

export function analysisIn(value: unknown): CallAnalysis | null {
  if (!isObject(value)) return null;
  return {
    summary: typeof value.call_summary === "string" ? value.call_summary : null,
    sentiment: typeof value.user_sentiment === "string" ? value.user_sentiment : null,
    successful: typeof value.call_successful === "boolean" ? value.call_successful : null,
    inVoicemail: typeof value.in_voicemail === "boolean" ? value.in_voicemail : null,
    custom: isObject(value.custom_analysis_data) ? value.custom_analysis_data : {},
  };
}

function costsIn(value: unknown): ProductCost[] {
  if (!isObject(value) || !Array.isArray(value.product_costs)) return [];
  return value.product_costs
    .filter(isObject)
    .flatMap(({ product, cost }) =>
      typeof product === "string" && typeof cost === "number" ? { product, costCents: cost } : [],
    );
}

export function latencyIn(value: unknown): Record<string, Record<string, unknown>> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, Record<string, unknown>] => isObject(entry[1])),
  );
}

function stringsIn(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
