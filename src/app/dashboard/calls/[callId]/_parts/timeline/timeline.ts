import type { Call } from "#domain/calls";
import type { TransferEvent, TransferStep } from "#domain/webhooks";
import { phoneWords } from "#telephone";
import { jsonText } from "../panels/json-text.ts";
import type { TranscriptEntry } from "./transcript-entry.ts";

/** Speech and everything else that happened in a call, in one order. */
export type TimelineItem = Speech | TimelineEvent;

export interface Speech {
  kind: "speech";
  entry: TranscriptEntry;
  /** Seconds from the start of the call; null when its words have no times. */
  at: number | null;
  until: number | null;
}

export interface TimelineEvent {
  kind: "tool" | "node" | "key" | "transfer" | "message" | "context" | "other";
  title: string;
  /** What is worth opening: arguments, a result, or all we were told. */
  parts: { name: string; text: string }[];
  failed: boolean;
  /** How long a tool took, when Retell says. */
  tookMs: number | null;
  /** Seconds from the start of the call; null when nothing before it had a time either. */
  at: number | null;
  /** False when Retell gives no time: then it is the end of what was said before. */
  isExact: boolean;
}

/** Whose words they are, by the roles that Retell names. */
export const speakers: Record<string, string> = {
  agent: "Agent",
  user: "Other party",
  transfer_target: "Transfer target",
};

/** Whether the entry is somebody's words; a role nobody has seen yet is, when its words have times. */
function isSpeech(entry: TranscriptEntry): boolean {
  return Object.hasOwn(speakers, entry.role) || entry.words.length > 0;
}

/** The transcript in its order, each tool's result joined to its call, and the steps of a transfer where they came. */
export function timelineOf(call: Call, transfers: readonly TransferStep[]): TimelineItem[] {
  const results = resultsIn(call.transcript);
  const took = tookIn(call.extra);
  const items: TimelineItem[] = [];
  let reached: number | null = null;
  for (const entry of call.transcript) {
    if (isSpeech(entry)) {
      const [at, until] = [entry.words[0]?.start ?? null, entry.words.at(-1)?.end ?? null];
      items.push({ kind: "speech", entry, at, until });
      reached = until === null ? reached : Math.max(reached ?? 0, until);
      continue;
    }
    if (results.joined.has(entry)) continue;
    const given = secondsIn(entry);
    const result = results.of.get(entry) ?? null;
    items.push({ ...eventOf(entry, result, took), at: given ?? reached, isExact: given !== null });
  }
  for (const step of transfers) place(items, transferEvent(step, call.startedAt));
  return items;
}

/** Puts an event of another source before the first thing that came later. */
function place(items: TimelineItem[], event: TimelineEvent): void {
  const { at } = event;
  const next = at === null ? -1 : items.findIndex((item) => item.at !== null && item.at > at);
  items.splice(next === -1 ? items.length : next, 0, event);
}

/** Which result answers which call; one whose call is not there stands by itself. */
function resultsIn(entries: readonly TranscriptEntry[]) {
  const of = new Map<TranscriptEntry, TranscriptEntry>();
  const joined = new Set<TranscriptEntry>();
  const open = new Map<unknown, TranscriptEntry>();
  for (const entry of entries) {
    const id = entry.extra.tool_call_id;
    if (entry.role === "tool_call_invocation" && id !== undefined) open.set(id, entry);
    if (entry.role !== "tool_call_result") continue;
    const invocation = open.get(id);
    if (!invocation) continue;
    open.delete(id);
    of.set(invocation, entry);
    joined.add(entry);
  }
  return { of, joined };
}

/** Retell lists the tools that were called beside the transcript, with how long each took, when it does. */
function tookIn(extra: Record<string, unknown>): Map<unknown, number> {
  const listed = Array.isArray(extra.tool_calls) ? extra.tool_calls : [];
  return new Map(
    listed.flatMap((one: { tool_call_id?: unknown; latency_ms?: unknown } | null) =>
      typeof one?.latency_ms === "number" ? [[one.tool_call_id, one.latency_ms] as const] : [],
    ),
  );
}

function secondsIn({ extra }: TranscriptEntry): number | null {
  return typeof extra.time_sec === "number" ? extra.time_sec : null;
}

type Told = Omit<TimelineEvent, "at" | "isExact">;

function eventOf(
  entry: TranscriptEntry,
  result: TranscriptEntry | null,
  took: ReadonlyMap<unknown, number>,
): Told {
  const { role, content, extra } = entry;
  const plain = { parts: [], failed: false, tookMs: null };
  const said = (name: string) =>
    typeof extra[name] === "string" || typeof extra[name] === "number" ? String(extra[name]) : "";
  switch (role) {
    case "tool_call_invocation":
      return toolEvent(entry, result, took.get(extra.tool_call_id) ?? null);
    case "tool_call_result": {
      const failed = extra.successful === false;
      const title = failed ? "A tool failed" : "A tool answered";
      return { ...plain, kind: "tool", title, failed, parts: part("Result", content) };
    }
    case "node_transition": {
      const from = said("former_node_name") || said("former_node_id");
      const to = said("new_node_name") || said("new_node_id");
      return { ...plain, kind: "node", title: from ? `${from} → ${to}` : to };
    }
    case "dtmf":
      return { ...plain, kind: "key", title: `Key pressed: ${said("digit") || (content ?? "")}` };
    case "sms":
      return { ...plain, kind: "message", title: "Text message", parts: part("Text", content) };
    case "injected":
      return { ...plain, kind: "context", title: "Context added", parts: part("Text", content) };
    default: {
      const kind = role.startsWith("transfer") ? "transfer" : "other";
      const words = role.replaceAll("_", " ");
      const title = words.charAt(0).toUpperCase() + words.slice(1);
      return { ...plain, kind, title, parts: part("Details", content ?? extra) };
    }
  }
}

function toolEvent(call: TranscriptEntry, result: TranscriptEntry | null, tookMs: number | null): Told {
  const { name } = call.extra;
  const [from, to] = [secondsIn(call), result && secondsIn(result)];
  return {
    kind: "tool",
    title: typeof name === "string" && name !== "" ? name : "Unnamed tool",
    failed: result?.extra.successful === false,
    tookMs: tookMs ?? (from !== null && to !== null && to >= from ? (to - from) * 1000 : null),
    parts: [...part("Arguments", call.extra.arguments), ...part("Result", result?.content)],
  };
}

function part(name: string, value: unknown): TimelineEvent["parts"] {
  const text = jsonText(value);
  return text === null ? [] : [{ name, text }];
}

const transferWords: Record<TransferEvent, string> = {
  transfer_started: "Transfer began",
  transfer_bridged: "Both parties were joined",
  transfer_cancelled: "Transfer was given up",
  transfer_ended: "The transferred part ended",
};

/** Its time is when Retell's word of it came. */
function transferEvent({ event, at, destination }: TransferStep, startedAt: string | null): TimelineEvent {
  const seconds = startedAt === null ? null : (Date.parse(at) - Date.parse(startedAt)) / 1000;
  const title = destination ? `${transferWords[event]}: ${phoneWords(destination)}` : transferWords[event];
  return {
    kind: "transfer",
    title,
    parts: [],
    failed: event === "transfer_cancelled",
    tookMs: null,
    at: seconds === null ? null : Math.max(0, seconds),
    isExact: false,
  };
}
