import type { Random } from "../random.ts";
import type { Beat } from "../scripts/script.ts";
import type { TimedEntry, Utterance, Word } from "./transcript.ts";
import { fill, type Variables } from "./variables.ts";

const LETTER_MS = 48;
const SHORTEST_WORD_MS = 110;
const LONGEST_WORD_MS = 720;
const COMMA_MS = 110;
const FULL_STOP_MS = 230;

export interface Timeline {
  entries: TimedEntry[];
  /** From the end of the other party's words to the agent's first word. */
  agentPausesMs: number[];
  endsAtMs: number;
}

interface Speakers {
  agent: Variables;
  caller: Variables;
}

/** Lays a conversation out in time, to the millisecond. */
export function speak(beats: readonly Beat[], speakers: Speakers, random: Random): Timeline {
  const timeline: Timeline = { entries: [], agentPausesMs: [], endsAtMs: 0 };
  let previous: Utterance["role"] | null = null;
  for (const beat of beats) {
    if ("text" in beat) {
      utter(
        timeline,
        beat.kind,
        fill(beat.text, beat.kind === "agent" ? speakers.agent : speakers.caller),
        previous,
        random,
      );
      previous = beat.kind;
    } else {
      happen(timeline, beat, speakers.caller, random);
    }
  }
  return timeline;
}

function utter(
  timeline: Timeline,
  role: Utterance["role"],
  content: string,
  previous: Utterance["role"] | null,
  random: Random,
): void {
  const answers = role === "agent" && previous !== null && previous !== "agent";
  const pause = answers ? random.int(640, 1450) : random.int(280, 820);
  if (answers) timeline.agentPausesMs.push(pause);
  const atMs = timeline.endsAtMs + pause;
  const words = pronounce(content, atMs, random);
  const untilMs = Math.round((words.at(-1)?.end ?? atMs / 1000) * 1000);
  const text = words.map((word) => word.word).join(" ");
  timeline.entries.push({ atMs, untilMs, entry: { role, content: text, words } });
  timeline.endsAtMs = untilMs;
}

function pronounce(content: string, atMs: number, random: Random): Word[] {
  let now = atMs;
  return content
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => {
      const spoken = (SHORTEST_WORD_MS + LETTER_MS * word.length) * (0.85 + 0.3 * random.float());
      const start = now;
      const end = start + Math.round(Math.min(LONGEST_WORD_MS, spoken));
      now = end + random.int(20, 60) + breath(word);
      return { word, start: start / 1000, end: end / 1000 };
    });
}

function breath(word: string): number {
  if (/[.!?]$/.test(word)) return FULL_STOP_MS;
  return /[,;:]$/.test(word) ? COMMA_MS : 0;
}

function happen(
  timeline: Timeline,
  beat: Exclude<Beat, { text: string }>,
  known: Variables,
  random: Random,
): void {
  const now = timeline.endsAtMs;
  if (beat.kind === "pause") {
    timeline.endsAtMs = now + beat.ms;
  } else if (beat.kind === "dtmf") {
    timeline.endsAtMs = now + random.int(700, 1500);
    const at = timeline.endsAtMs;
    timeline.entries.push({ atMs: at, untilMs: at, entry: { role: "dtmf", digit: beat.digit } });
  } else if (beat.kind === "node") {
    timeline.entries.push({
      atMs: now,
      untilMs: now,
      entry: {
        role: "node_transition",
        former_node_id: beat.formerId,
        former_node_name: beat.formerName,
        new_node_id: beat.newId,
        new_node_name: beat.newName,
        transition_type: "normal",
      },
    });
  } else {
    callTool(timeline, beat, known, random);
  }
}

function callTool(
  timeline: Timeline,
  beat: Extract<Beat, { kind: "tool" }>,
  known: Variables,
  random: Random,
): void {
  const asked = timeline.endsAtMs + random.int(40, 120);
  const answered = asked + random.int(250, 900);
  const id = `tool_call_${random.hex(16)}`;
  const content = fill(beat.result, known);
  timeline.entries.push(
    {
      atMs: asked,
      untilMs: asked,
      entry: {
        role: "tool_call_invocation",
        tool_call_id: id,
        name: beat.name,
        arguments: fillJson(beat.arguments, known),
      },
    },
    {
      atMs: answered,
      untilMs: answered,
      entry: {
        role: "tool_call_result",
        tool_call_id: id,
        content,
        successful: !content.includes('"error"'),
      },
    },
  );
  timeline.endsAtMs = answered;
}

/** Values go in as JSON text, so that a name with a quotation mark keeps the arguments readable. */
function fillJson(text: string, known: Variables): string {
  const escaped = Object.entries(known).map(([name, value]) => [name, JSON.stringify(value).slice(1, -1)]);
  return fill(text, Object.fromEntries(escaped) as Variables);
}
