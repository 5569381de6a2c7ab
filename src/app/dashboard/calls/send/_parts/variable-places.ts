import type { Agent } from "#domain/agents";

const words: Record<string, string> = {
  begin_message: "opening line",
  general_prompt: "prompt",
  global_prompt: "prompt",
  states: "states",
  nodes: "steps",
  general_tools: "tools",
  tools: "tools",
  voicemail_option: "voicemail",
  voicemail_message: "voicemail",
  post_call_analysis_data: "analysis",
};

/** Where the agent uses the variable, its opening line first; a part that nobody has seen yet by Retell's name. */
export function placeWords(agent: Agent, name: string): string[] {
  const places = (Object.hasOwn(agent.variablePlaces, name) ? agent.variablePlaces[name] : null) ?? [];
  const opens = openingNames(agent).includes(name) ? ["opening line"] : [];
  return [...new Set([...opens, ...places.map((place) => words[place] ?? place.replaceAll("_", " "))])];
}

const placeholder = /\{\{\s*([^{}]+?)\s*\}\}/g;

function openingNames({ beginMessage }: Agent): string[] {
  return [...(beginMessage ?? "").matchAll(placeholder)].map(([, name = ""]) => name);
}

export interface SpokenPart {
  at: number;
  text: string;
  /** Retell fills in its own variables, such as the time, when it speaks. */
  state: "said" | "filled" | "unset" | "by_retell";
  /** The variable that stands here. */
  name: string | null;
}

/** The agent's first sentence as it would be heard, cut where variables go in. */
export function spokenParts(agent: Agent, message: string, variables: Record<string, string>): SpokenPart[] {
  const parts: SpokenPart[] = [];
  let end = 0;
  const say = (upTo: number) => {
    if (upTo > end) parts.push({ at: end, text: message.slice(end, upTo), state: "said", name: null });
  };
  for (const match of message.matchAll(placeholder)) {
    const [braces, name = ""] = match;
    say(match.index);
    const fallback = Object.hasOwn(agent.defaultVariables, name) ? agent.defaultVariables[name] : undefined;
    const value = (Object.hasOwn(variables, name) && variables[name]) || fallback;
    const isOurs = agent.promptVariables.includes(name);
    const state = value ? "filled" : isOurs ? "unset" : "by_retell";
    parts.push({ at: match.index, text: value || braces, state, name });
    end = match.index + braces.length;
  }
  say(message.length);
  return parts;
}
