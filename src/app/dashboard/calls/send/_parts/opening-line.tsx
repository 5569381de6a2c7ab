import type { Agent } from "#domain/agents";
import { Panel } from "#ui/facts.tsx";
import { defaultOf } from "./variable-draft.ts";

interface Part {
  at: number;
  text: string;
  state: "said" | "filled" | "unset";
}

const placeholder = /\{\{\s*([^{}]+?)\s*\}\}/g;

/** The agent's first sentence as it would be heard, cut where variables go in. */
function spokenParts(agent: Agent, message: string, variables: Record<string, string>): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of message.matchAll(placeholder)) {
    const [braces, name = ""] = match;
    if (match.index > end) parts.push({ at: end, text: message.slice(end, match.index), state: "said" });
    const value = (Object.hasOwn(variables, name) && variables[name]) || defaultOf(agent, name);
    parts.push({ at: match.index, text: value || braces, state: value ? "filled" : "unset" });
    end = match.index + braces.length;
  }
  if (end < message.length) parts.push({ at: end, text: message.slice(end), state: "said" });
  return parts;
}

const looks = {
  said: undefined,
  filled: "rounded-sm bg-accent-soft px-0.5",
  unset: "rounded-sm bg-ringing-soft px-0.5 text-ringing underline decoration-dotted",
} as const;

export function OpeningLine({ agent, variables }: { agent: Agent; variables: Record<string, string> }) {
  return (
    <Panel title="How the agent opens">
      {agent.beginMessage ? (
        <blockquote
          dir="auto"
          aria-live="off"
          className="border-l-2 border-accent pl-3 text-md leading-relaxed text-pretty"
        >
          {spokenParts(agent, agent.beginMessage, variables).map((part) => (
            <span key={part.at} className={looks[part.state]}>
              {part.text}
            </span>
          ))}
        </blockquote>
      ) : (
        <p className="text-sm text-ink-muted">
          This agent has no fixed opening line: it waits for the other party, or finds its own words.
        </p>
      )}
    </Panel>
  );
}
