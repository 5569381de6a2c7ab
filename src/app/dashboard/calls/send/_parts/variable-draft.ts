import type { Agent } from "#domain/agents";

export interface ExtraVariable {
  key: number;
  name: string;
  value: string;
}

/** What is being typed: values for the names the agent's prompt uses, and any other names. */
export interface VariableDraft {
  filled: ReadonlyMap<string, string>;
  extra: ExtraVariable[];
  nextKey: number;
}

/** A draft that holds these values already. */
export function draftOf(variables: Record<string, string>): VariableDraft {
  const extra = Object.entries(variables).map(([name, value], index) => ({ key: index + 1, name, value }));
  return { filled: new Map(), extra, nextKey: extra.length + 1 };
}

/** Nothing typed is lost with another agent: what it does not use becomes an extra variable, and back. */
export function draftForAgent(draft: VariableDraft, agent: Agent | null): VariableDraft {
  const used = new Set(agent?.promptVariables);
  const filled = new Map<string, string>();
  const extra: ExtraVariable[] = [];
  let { nextKey } = draft;
  for (const [name, value] of draft.filled) {
    if (used.has(name)) filled.set(name, value);
    else if (value !== "") extra.push({ key: nextKey++, name, value });
  }
  for (const variable of draft.extra) {
    if (used.has(variable.name) && !filled.get(variable.name)) filled.set(variable.name, variable.value);
    else extra.push(variable);
  }
  return { filled, extra, nextKey };
}

/** The draft with these values in place of those of the same names; rows without name and value go. */
export function withVariables(
  draft: VariableDraft,
  values: ReadonlyMap<string, string>,
  agent: Agent | null,
): VariableDraft {
  const kept = draft.extra.filter(
    ({ name, value }) => !values.has(name.trim()) && (name !== "" || value !== ""),
  );
  const filled = [...draft.filled].filter(([name]) => !values.has(name));
  const added = [...values].map(([name, value], index) => ({ key: draft.nextKey + index, name, value }));
  return draftForAgent(
    { filled: new Map(filled), extra: [...kept, ...added], nextKey: draft.nextKey + added.length },
    agent,
  );
}

/** What the call would carry. A used variable left empty is left out, so that the agent's default holds. */
export function variablesOf(draft: VariableDraft): Record<string, string> {
  const filled = [...draft.filled].filter(([, value]) => value !== "");
  const extra = draft.extra
    .filter(({ name }) => name.trim() !== "")
    .map(({ name, value }) => [name.trim(), value]);
  return Object.fromEntries([...filled, ...extra]);
}

/** What is wrong with the extra names, by key. A row without name and value is merely not filled in yet. */
export function nameProblems(draft: VariableDraft, agent: Agent | null): Map<number, string> {
  const problems = new Map<number, string>();
  const taken = new Set(agent?.promptVariables);
  for (const { key, name, value } of draft.extra) {
    const trimmed = name.trim();
    if (trimmed === "") {
      if (value !== "") problems.set(key, "Give this variable a name.");
    } else if (taken.has(trimmed)) problems.set(key, `“${trimmed}” is there already.`);
    taken.add(trimmed);
  }
  return problems;
}

/** Used variables that have neither a value nor a default: the agent would speak their braces. */
export function unsetVariables(draft: VariableDraft, agent: Agent | null): string[] {
  if (!agent) return [];
  return agent.promptVariables.filter((name) => !draft.filled.get(name) && !defaultOf(agent, name));
}

/** Whether nothing that Retell shows of the agent uses the name. Of an agent whose prompts are elsewhere nobody knows. */
export function isUnused(name: string, agent: Agent | null): boolean {
  return name !== "" && agent?.hasKnownPrompts === true && !agent.promptVariables.includes(name);
}

export function defaultOf(agent: Agent, name: string): string | undefined {
  return Object.hasOwn(agent.defaultVariables, name) ? agent.defaultVariables[name] : undefined;
}
