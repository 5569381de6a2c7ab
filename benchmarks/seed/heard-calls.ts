import { openSimulator } from "../../simulator/index.ts";
import { nameOf } from "./names.ts";
import { sentinels } from "./sentinels.ts";
import { type Story, storyOf, untoldStory } from "./stories.ts";

/** Enough that nobody reads the same talk with the same person twice in an afternoon. */
const STORIES = 1_500;
/** Of longer talks some are left out: a million calls are to fit on a developer's disk. */
const LONG_CHARACTERS = 12 * 1024;
const LONG_KEPT_EVERY = 8;
/** One call in so many, by its place among the stories. */
const STOPPED_EVERY = 83;
const WEB_EVERY = 47;
const REFUSED_EVERY = 149;
const WITHDRAWN_EVERY = 211;
/** Of the outbound calls; the others were placed with Retell's own console or API. */
const ELSEWHERE_EVERY = 4;

/** The pretend Retell's agents and numbers, and the stories of its past: the same for the same seed. */
export function hearStories(seed: string) {
  const simulator = openSimulator({ seed, history: STORIES });
  simulator.setPublicUrl("https://recordings.example.com");
  // Ids and moments depend on the day; the order in which the past was drawn does not.
  const calls = simulator
    .calls()
    .sort((one, other) => one.storyKey.localeCompare(other.storyKey, "en", { numeric: true }))
    .map((record) => simulator.views.stored(record));
  const { workspace } = simulator;
  const [agents, numbers] = [workspace.listAgents(), workspace.listNumbers()];
  simulator.close();
  const heard = calls.filter(
    (call, place) => place % LONG_KEPT_EVERY === 0 || JSON.stringify(call).length <= LONG_CHARACTERS,
  );
  return { stories: heard.map(tell), agents, numbers };
}

function tell(call: Record<string, unknown>, place: number): Story {
  const isOutbound = call.direction === "outbound";
  const ours = isOutbound && place % ELSEWHERE_EVERY !== 0;
  const heard = { call: generalised(call, place, ours), person: place, stopped: false, ours };
  if (ours && place % REFUSED_EVERY === 1) return untoldStory(heard, "refused");
  if (ours && place % WITHDRAWN_EVERY === 1) return untoldStory(heard, "withdrawn");
  const talked = Number(call.duration_ms ?? 0) > 0;
  if (ours && talked && place % STOPPED_EVERY < 2)
    return storyOf({
      ...heard,
      stopped: true,
      call: { ...heard.call, disconnection_reason: "manual_stopped" },
    });
  if (!isOutbound && place % WEB_EVERY < 4) return storyOf({ ...heard, call: onTheWeb(heard.call) });
  return storyOf(heard);
}

function onTheWeb(call: Record<string, unknown>): Record<string, unknown> {
  const { direction: _d, from_number: _f, to_number: _t, telephony_identifier: _i, ...rest } = call;
  return { ...rest, call_type: "web_call" };
}

/** Puts sentinels where calls differ, and a name from the register where the talk names whoever is called. */
function generalised(call: Record<string, unknown>, place: number, ours: boolean): Record<string, unknown> {
  const side = call.direction === "outbound" ? "to_number" : "from_number";
  const number = String(call[side]);
  const duration = Number(call.duration_ms ?? 0);
  const { transfer_end_timestamp: _transfer, ...told } = {
    ...call,
    call_id: sentinels.retellCallId,
    [side]: number.startsWith("+44") ? sentinels.british : sentinels.american,
    start_timestamp: sentinels.startedAt,
    end_timestamp: sentinels.startedAt + duration,
    ...("telephony_identifier" in call && {
      telephony_identifier: { twilio_call_sid: sentinels.carrierLeg },
    }),
    ...withOurs(call, ours),
  } as Record<string, unknown>;
  const text = JSON.stringify(told).replaceAll(String(call.call_id), sentinels.retellCallId);
  return JSON.parse(renamed(text, variablesOf(call).customer_name, nameOf(place)));
}

/** What a request from here carries: who is called, and by which call of ours. */
function withOurs(call: Record<string, unknown>, ours: boolean) {
  if (call.direction !== "outbound") return {};
  return {
    retell_llm_dynamic_variables: { ...variablesOf(call), patient_id: sentinels.patient },
    metadata: ours ? { switchboard_call_id: sentinels.ourId } : call.metadata,
  };
}

function variablesOf(call: Record<string, unknown>): Record<string, string> {
  return (call.retell_llm_dynamic_variables ?? {}) as Record<string, string>;
}

/** Word by word, because transcripts hold each word by itself. */
function renamed(text: string, was: string | undefined, is: string): string {
  if (was === undefined) return text;
  const others = is.split(" ");
  return was
    .split(" ")
    .reduce(
      (told, word, place) =>
        told.replaceAll(new RegExp(`(?<![\\p{L}'])${word}(?![\\p{L}])`, "gu"), others[place] ?? word),
      text,
    );
}
