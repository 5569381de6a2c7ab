import type { CallAnalysis } from "../calls/call-record.ts";

/** One beat of a conversation. `{{variables}}` are still in place. */
export type Beat =
  | { kind: "agent" | "user" | "transfer_target"; text: string }
  | { kind: "tool"; name: string; arguments: string; result: string }
  | { kind: "node"; formerId: string; formerName: string; newId: string; newName: string }
  | { kind: "dtmf"; digit: string }
  | { kind: "pause"; ms: number };

export interface Talk {
  /** What follows the agent's opening line. */
  beats: Beat[];
  endedBy: "user_hangup" | "agent_hangup";
  summary: string;
  sentiment: CallAnalysis["user_sentiment"];
  successful: boolean;
  /** Values for the agent's custom analysis fields. */
  findings: Record<string, string | number | boolean>;
  collected?: Record<string, string>;
}

export interface Script {
  talks: Talk[];
  /** What the agent says after the tone. */
  voicemail: string;
  /** The caller asks for a person, the agent hands over. */
  handOver: Beat[];
}

/**
 * Reads a conversation written a beat a line:
 * `agent: …`, `user: …`, `desk: …` (the person a call is transferred to), `tool: name {arguments} -> {result}`,
 * `node: id Name -> id Name`, `dtmf: 1`, `pause: 2000`.
 */
export function beats(text: string): Beat[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map(beat);
}

function beat(line: string): Beat {
  const colon = line.indexOf(":");
  const kind = line.slice(0, colon);
  const rest = line.slice(colon + 1).trim();
  switch (kind) {
    case "agent":
    case "user":
      return { kind, text: rest };
    case "desk":
      return { kind: "transfer_target", text: rest };
    case "tool":
      return toolBeat(rest);
    case "node":
      return nodeBeat(rest);
    case "dtmf":
      return { kind: "dtmf", digit: rest };
    case "pause":
      return { kind: "pause", ms: Number(rest) };
    default:
      throw new Error(`A script has an unknown beat: ${line}`);
  }
}

function toolBeat(rest: string): Beat {
  const parts = /^(\w+) (\{.*\}) -> (.*)$/.exec(rest);
  if (!parts) throw new Error(`A script has a tool call that does not read: ${rest}`);
  const [, name = "", args = "", result = ""] = parts;
  return { kind: "tool", name, arguments: args, result };
}

function nodeBeat(rest: string): Beat {
  const parts = /^(\S+) (.+) -> (\S+) (.+)$/.exec(rest);
  if (!parts) throw new Error(`A script has a node transition that does not read: ${rest}`);
  const [, formerId = "", formerName = "", newId = "", newName = ""] = parts;
  return { kind: "node", formerId, formerName, newId, newName };
}
