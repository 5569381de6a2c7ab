import { type Random, randomFrom } from "../random.ts";
import { scriptOf } from "../scripts/index.ts";
import type { Beat, Script, Talk } from "../scripts/script.ts";
import { SMALL_TALK } from "../scripts/small-talk.ts";
import type { CallBrief } from "./call-record.ts";
import { type DisconnectionReason, REASONS } from "./reasons.ts";
import { speak } from "./speech.ts";
import type { TimedEntry } from "./transcript.ts";
import { callerKnowledge, fill, type Variables } from "./variables.ts";

const RING_MS = [3_500, 7_000] as const;
const CARRIER_LEG_MS = [700, 1_500] as const;
const ANALYSIS_MS = [1_000, 3_000] as const;
const TRANSFER_LEG_MS = [20_000, 50_000] as const;
const PICK_UP_MS = 450;
const HANG_UP_MS = [350, 900] as const;
const OPEN_SOCKET_FAILS_MS = 2_000;
const FRONT_DESK_NUMBER = "+14157774400";

interface Transfer {
  atMs: number;
  destination: string;
  legMs: number;
  bridged: boolean;
}

/** Everything that will happen in a call, in milliseconds since it was answered (ringing: since it was created). */
export interface Story {
  reason: DisconnectionReason;
  /** When the callee's phone begins to ring; null if no carrier ever took the call. */
  carrierLegMs: number | null;
  ringMs: number;
  entries: TimedEntry[];
  durationMs: number;
  analysisMs: number;
  agentPausesMs: number[];
  talk: Talk;
  /** True if the talk went through to its own end, so that its summary and findings hold. */
  complete: boolean;
  caller: Variables;
  transfer?: Transfer;
}

/** Tells the story of a call. The same brief always gets the same story. */
export function tellStory(brief: CallBrief): Story {
  const random = randomFrom(brief.storyKey, "story");
  const script = scriptOf(brief.agentId);
  const caller = callerKnowledge(brief.spokenVariables, random);
  const talk = chooseTalk(script, brief.plannedReason, random);
  const frame = {
    reason: brief.plannedReason,
    carrierLegMs: carrierLeg(brief.plannedReason, random),
    ringMs: ringing(brief, random),
    analysisMs: random.int(...ANALYSIS_MS),
    talk,
    caller,
  };
  if (!REASONS[brief.plannedReason].answered) {
    return { ...frame, entries: [], durationMs: 0, agentPausesMs: [], complete: false };
  }
  const { beats, cutShort } = conversation(brief, script, talk, random);
  const timeline = speak(beats, { agent: brief.spokenVariables, caller }, random);
  const whole = timeline.endsAtMs + random.int(...HANG_UP_MS);
  const fraction = 0.4 + 0.3 * random.float();
  const durationMs = cutShort ? Math.round(whole * fraction) : whole;
  const story = { ...frame, ...timeline, durationMs, complete: isTalk(brief.plannedReason) };
  return withinLimit(withTransfer(story, brief.plannedReason, random), brief);
}

const REFUSED_BEFORE_THE_CARRIER: readonly DisconnectionReason[] = [
  "invalid_destination",
  "telephony_provider_permission_denied",
  "telephony_provider_unavailable",
  "sip_routing_error",
  "concurrency_limit_reached",
  "no_concurrency_fallback",
  "no_valid_payment",
  "error_user_not_joined",
  "registered_call_timeout",
];

function carrierLeg(reason: DisconnectionReason, random: Random): number | null {
  const delay = random.int(...CARRIER_LEG_MS);
  return REFUSED_BEFORE_THE_CARRIER.includes(reason) ? null : delay;
}

function ringing(brief: CallBrief, random: Random): number {
  if (brief.plannedReason === "dial_no_answer") return brief.ringOutMs;
  return random.int(...RING_MS);
}

function isTalk(reason: DisconnectionReason): reason is "user_hangup" | "agent_hangup" {
  return reason === "user_hangup" || reason === "agent_hangup";
}

function chooseTalk(script: Script, reason: DisconnectionReason, random: Random): Talk {
  const fitting = script.talks.filter((talk) => !isTalk(reason) || talk.endedBy === reason);
  return random.pick(fitting.length > 0 ? fitting : script.talks);
}

interface Conversation {
  beats: Beat[];
  /** Something breaks in before the talk is over. */
  cutShort: boolean;
}

function conversation(brief: CallBrief, script: Script, talk: Talk, random: Random): Conversation {
  const opening: Beat[] = [
    { kind: "pause", ms: PICK_UP_MS },
    { kind: "user", text: "Hello?" },
    { kind: "agent", text: brief.openingLine },
  ];
  switch (brief.plannedReason) {
    case "user_hangup":
    case "agent_hangup":
      return { beats: drawOut([...opening, ...talk.beats], brief.minimumMs, random), cutShort: false };
    case "max_duration_reached":
      return { beats: drawOut([...opening, ...talk.beats], brief.maximumMs * 1.2, random), cutShort: false };
    case "voicemail_reached":
      return { beats: voicemail(script), cutShort: false };
    case "ivr_reached":
      return { beats: phoneMenu(), cutShort: false };
    case "inactivity":
      return { beats: [...opening, ...nobodySpeaks()], cutShort: false };
    case "error_no_audio_received":
      return { beats: [...opening.slice(0, 1), ...opening.slice(2), ...nobodySpeaks()], cutShort: false };
    case "error_llm_websocket_open":
      return { beats: [{ kind: "pause", ms: OPEN_SOCKET_FAILS_MS }], cutShort: false };
    case "call_transfer":
    case "transfer_bridged":
    case "transfer_cancelled":
      return { beats: [...opening, ...handOver(script, brief.plannedReason)], cutShort: false };
    default:
      return { beats: [...opening, ...talk.beats], cutShort: true };
  }
}

function voicemail(script: Script): Beat[] {
  return [
    { kind: "pause", ms: PICK_UP_MS },
    {
      kind: "user",
      text: "Hi, you have reached {{customer_name}}. I can't come to the phone. Please leave a message after the tone.",
    },
    { kind: "pause", ms: 900 },
    { kind: "agent", text: script.voicemail },
  ];
}

function phoneMenu(): Beat[] {
  return [
    { kind: "pause", ms: PICK_UP_MS },
    {
      kind: "user",
      text: "Thank you for calling. For sales, press one. For support, press two. To hear this again, press nine.",
    },
    { kind: "pause", ms: 1_200 },
    { kind: "user", text: "We did not receive your selection. For sales, press one." },
  ];
}

function nobodySpeaks(): Beat[] {
  return [
    { kind: "pause", ms: 9_000 },
    { kind: "agent", text: "Hello? Are you still there?" },
    { kind: "pause", ms: 10_000 },
    { kind: "agent", text: "I can't hear you, so I will hang up now. Goodbye." },
  ];
}

function handOver(script: Script, reason: DisconnectionReason): Beat[] {
  const status = reason === "transfer_cancelled" ? "cancelled" : "transferred";
  const transfer: Beat = {
    kind: "tool",
    name: "transfer_call",
    arguments: `{"destination":"${FRONT_DESK_NUMBER}"}`,
    result: `{"status":"${status}"}`,
  };
  const after: Record<string, Beat[]> = {
    transfer_bridged: [
      { kind: "pause", ms: 2_500 },
      { kind: "transfer_target", text: "Hello, this is Dana at the front desk. How can I help?" },
      { kind: "user", text: "Hi Dana. I was just talking to your assistant about it." },
      { kind: "transfer_target", text: "I have it in front of me. Give me a second." },
    ],
    transfer_cancelled: [
      { kind: "pause", ms: 6_000 },
      { kind: "agent", text: "I'm sorry, nobody is free at the moment. Somebody will call you back today." },
      { kind: "user", text: "Okay, then I'll wait for the call. Bye." },
    ],
  };
  return [...script.handOver, transfer, ...(after[reason] ?? [])];
}

/** Slips small talk in between until the conversation is about as long as asked. */
function drawOut(beats: Beat[], minimumMs: number, random: Random): Beat[] {
  const middle = beats.findIndex((beat, index) => index > beats.length / 2 && beat.kind === "user");
  const asides: Beat[] = [];
  let missing = minimumMs - lengthOf(beats);
  while (missing > 0) {
    const aside = random.pick(SMALL_TALK);
    asides.push(...aside);
    missing -= lengthOf(aside);
  }
  return [...beats.slice(0, middle), ...asides, ...beats.slice(middle)];
}

/** A low estimate of how long it takes to say this. */
function lengthOf(beats: readonly Beat[]): number {
  return beats.reduce((sum, beat) => {
    if (beat.kind === "pause") return sum + beat.ms;
    return "text" in beat ? sum + 300 + 260 * beat.text.split(" ").length : sum + 200;
  }, 0);
}

function withTransfer(story: Story, reason: DisconnectionReason, random: Random): Story {
  if (reason !== "call_transfer" && reason !== "transfer_bridged" && reason !== "transfer_cancelled")
    return story;
  const asked = story.entries.find(({ entry }) => entry.role === "tool_call_invocation");
  const transfer = {
    atMs: asked?.atMs ?? story.durationMs,
    destination: FRONT_DESK_NUMBER,
    legMs: reason === "call_transfer" ? random.int(...TRANSFER_LEG_MS) : 0,
    bridged: reason !== "transfer_cancelled",
  };
  return { ...story, transfer };
}

function withinLimit(story: Story, brief: CallBrief): Story {
  if (story.durationMs <= brief.maximumMs) return story;
  const { transfer: _, ...rest } = story;
  return { ...rest, durationMs: brief.maximumMs, reason: "max_duration_reached", complete: false };
}

/** Summary text as the analysis writes it. */
export function summaryOf(story: Story): string {
  return fill(story.talk.summary, story.caller);
}
