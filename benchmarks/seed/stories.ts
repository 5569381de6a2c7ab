import { detailFieldNames, foldedFrom, rowFieldNames } from "../../src/domain/calls/call-row.ts";
import { changesBetween, type FieldChange } from "../../src/domain/calls/changes.ts";
import { type FoldedCall, fold, type Phase, statusOf, unknownCall } from "../../src/domain/calls/fold.ts";
import { readRetellCall } from "../../src/retell/index.ts";
import { sentinels } from "./sentinels.ts";

/** A call as get-call shows it, with sentinels in it. */
export interface Heard {
  call: Record<string, unknown>;
  person: number;
  stopped: boolean;
  /** Placed from here. */
  ours: boolean;
}

/** What is told of many calls: everything but their ids, moments and numbers. */
export interface Story {
  /** placed: by us; elsewhere: by somebody else, or it came in; refused and withdrawn: Retell never had it. */
  kind: "placed" | "elsewhere" | "refused" | "withdrawn";
  stopped: boolean;
  /** Whose call it is, by their place in the register. */
  person: number;
  isBritish: boolean;
  /** From the request until somebody, or nobody, answers. */
  ringMs: number;
  durationMs: number;
  /** The narrow row and the details, by their columns. */
  row: Record<string, unknown>;
  details: Record<string, unknown> | null;
  /** What Retell's answer to our request taught. */
  taught: FieldChange[] | null;
  events: StoryEvent[];
}

export interface StoryEvent {
  event: string;
  /** The body up to what was spoken, which is the same in all calls of the story, and that. */
  head: string;
  spoken: string;
  changes: FieldChange[];
  isAfterEnd: boolean;
}

type CallJson = Record<string, unknown>;
const RING_MS = 9_000;
const spokenFields = ["transcript", "transcript_object", "transcript_with_tool_calls"];
const endingFields = [
  ...spokenFields,
  "end_timestamp",
  "duration_ms",
  "disconnection_reason",
  "recording_url",
  "recording_multi_channel_url",
  "public_log_url",
  "collected_dynamic_variables",
  "llm_token_usage",
  "transfer_destination",
];
const NO_COST = {
  product_costs: [],
  total_duration_seconds: 0,
  total_duration_unit_price: 0,
  combined_cost: 0,
};

/** Tells of a call that Retell had: what it sent, and what the program makes of that, by its own fold. */
export function storyOf({ call, person, stopped, ours }: Heard): Story {
  const { call_analysis: _analysis, ...ended } = call;
  const durationMs = Number(call.duration_ms ?? 0);
  const begun = ours ? requested(call) : unknownCall();
  const answer = ours ? learn(begun, 1, before(call, "registered")) : null;
  let known = answer?.known ?? begun;
  if (stopped) known = { ...known, stop_requested: true };
  const events: StoryEvent[] = [];
  const hear = (event: string, phase: Phase, told: CallJson) => {
    const learnt = learn(known, phase, told);
    known = learnt.known;
    events.push({ event, ...bodyOf(event, told), changes: learnt.changes, isAfterEnd: phase >= 3 });
  };
  if (durationMs > 0) hear("call_started", 2, before(call, "ongoing"));
  hear("call_ended", 3, ended);
  hear("call_analyzed", 4, call);
  return {
    kind: ours ? "placed" : "elsewhere",
    stopped,
    person,
    isBritish: JSON.stringify(call).includes(sentinels.british),
    ringMs: call.direction === "outbound" ? RING_MS : 0,
    durationMs,
    row: rowOf(known),
    details: { ...stored(known, detailFieldNames), complete_phase: 4 },
    taught: answer?.changes ?? null,
    events,
  };
}

/** Of a call that never reached Retell. */
export function untoldStory({ call, person }: Heard, kind: "refused" | "withdrawn"): Story {
  const asked = { ...requested(call), dial_state: kind, stop_requested: kind === "withdrawn" } as FoldedCall;
  return {
    kind,
    stopped: false,
    person,
    isBritish: JSON.stringify(call).includes(sentinels.british),
    ringMs: 0,
    durationMs: 0,
    row: rowOf(asked),
    details: null,
    taught: null,
    events: [],
  };
}

/** As a person asked for it, before Retell had said anything. */
function requested(call: CallJson): FoldedCall {
  return foldedFrom(
    {
      call_type: call.call_type,
      direction: call.direction,
      from_number: call.from_number,
      to_number: call.to_number,
      agent_id: call.agent_id,
      agent_name: call.agent_name,
      variables: call.retell_llm_dynamic_variables,
      phase: 0,
      field_phases: [],
      dial_state: "dialling",
      stop_requested_at: null,
    } as unknown as Parameters<typeof foldedFrom>[0],
    undefined,
  );
}

function learn(
  known: FoldedCall,
  phase: Phase,
  told: CallJson,
): { known: FoldedCall; changes: FieldChange[] } {
  const call = readRetellCall(told);
  if (call === null) throw new Error("A story tells of no call.");
  const dialState = known.dial_state === "dialling" ? "accepted" : known.dial_state;
  const next = { ...fold(known, { phase, call }), dial_state: dialState };
  return { known: next, changes: changesBetween(known, next) };
}

/** The call as Retell tells it before it is over. */
function before(call: CallJson, status: "registered" | "ongoing"): CallJson {
  const left = Object.entries(call).filter(([name]) => ![...endingFields, "call_analysis"].includes(name));
  const known: CallJson = {
    ...Object.fromEntries(left),
    call_status: status,
    latency: {},
    call_cost: NO_COST,
  };
  if (status === "registered") {
    delete known.start_timestamp;
    delete known.telephony_identifier;
  }
  return known;
}

/** A JSON text in two parts: together they are the body. */
function bodyOf(event: string, call: CallJson): { head: string; spoken: string } {
  const isSpoken = ([name]: [string, unknown]) => spokenFields.includes(name);
  const entries = Object.entries(call);
  const told = JSON.stringify({
    event,
    call: Object.fromEntries(entries.filter((entry) => !isSpoken(entry))),
  });
  const spoken = JSON.stringify(Object.fromEntries(entries.filter(isSpoken)));
  return { head: told.slice(0, -2), spoken: spoken === "{}" ? "}}" : `,${spoken.slice(1)}}` };
}

function rowOf(known: FoldedCall): Record<string, unknown> {
  return {
    ...stored(known, rowFieldNames),
    variable_names: known.variables && Object.keys(known.variables),
    status: statusOf(known),
    phase: known.phase,
    field_phases: known.field_phases,
    dial_state: known.dial_state,
  };
}

/** Of the call's moments its own are put in when it is planted. */
function stored(known: FoldedCall, names: readonly (keyof FoldedCall)[]): Record<string, unknown> {
  return Object.fromEntries(
    names.filter((name) => name !== "started_at" && name !== "ended_at").map((name) => [name, known[name]]),
  );
}
