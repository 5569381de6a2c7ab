import type { Agent } from "#domain/agents";
import { Panel } from "#ui/facts.tsx";
import { type SpokenPart, spokenParts } from "./variable-places.ts";

/** The agent's first sentence with the variables filled in; what is still missing leads to its field. */
export function OpeningLine(props: {
  agent: Agent;
  variables: Record<string, string>;
  /** The variable whose field has the keyboard. */
  current: string | null;
  onGoTo: (name: string) => void;
}) {
  const { agent, variables, current, onGoTo } = props;
  return (
    <Panel title="How the agent opens">
      {agent.beginMessage ? (
        <blockquote
          dir="auto"
          aria-live="off"
          className="border-l-2 border-accent pl-3 text-md leading-relaxed text-pretty wrap-anywhere whitespace-pre-wrap"
        >
          {spokenParts(agent, agent.beginMessage, variables).map((part) => (
            <Spoken
              key={part.at}
              part={part}
              isCurrent={part.name === current && current !== null}
              onGoTo={onGoTo}
            />
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

const ring = "outline-1 outline-accent";

function Spoken({
  part,
  isCurrent,
  onGoTo,
}: {
  part: SpokenPart;
  isCurrent: boolean;
  onGoTo: (name: string) => void;
}) {
  const { name, state, text } = part;
  if (name === null) return text;
  if (state === "by_retell")
    return (
      <span
        title="Retell fills this in when it speaks."
        className="rounded-sm bg-sunken px-0.5 text-ink-muted"
      >
        {text}
      </span>
    );
  if (state === "filled")
    return (
      <bdi title={name} className={`rounded-sm bg-accent-soft px-0.5 ${isCurrent ? ring : ""}`}>
        {text}
      </bdi>
    );
  return (
    <button
      type="button"
      title={`Fill in ${name}`}
      onClick={() => onGoTo(name)}
      className={`rounded-sm bg-ringing-soft px-0.5 text-ringing underline decoration-dotted underline-offset-3 ${isCurrent ? ring : ""}`}
    >
      {text}
    </button>
  );
}
