"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "#ui/button.tsx";
import { type ControlIds, Field } from "#ui/field.tsx";
import { type Choice, PickOne } from "#ui/pick-one.tsx";
import { TextInput } from "#ui/text-input.tsx";
import { DayFields } from "./day-fields.tsx";
import { type PanelValues, readPanel, writePanel } from "./panel-values.ts";
import type { Search } from "./use-search.ts";

const anyChoice: Choice = { value: "", label: "Any" };
const directionChoices: Choice[] = [
  anyChoice,
  { value: "outbound", label: "Outbound" },
  { value: "inbound", label: "Inbound" },
];
const outcomeChoices: Choice[] = [
  anyChoice,
  { value: "yes", label: "Successful" },
  { value: "no", label: "Not successful" },
];

/** For whoever would rather choose than type: fields that edit the search's text, all at once. */
export function FiltersPanel({ search, agents }: { search: Search; agents: Choice[] }) {
  // Another text, by typing or a step back, is another draft.
  return <Draft key={search.text} search={search} agents={agents} />;
}

function Draft({ search, agents }: { search: Search; agents: Choice[] }) {
  const before = readPanel(search.text);
  const [draft, setDraft] = useState(before);
  const [isNameless, setNameless] = useState(false);
  const change = (part: Partial<PanelValues>) => setDraft((values) => ({ ...values, ...part }));

  function apply(event: FormEvent) {
    event.preventDefault();
    const wantsName = draft.variableName.trim() === "" && draft.variableValue !== "";
    setNameless(wantsName);
    if (!wantsName) search.apply(writePanel(search.text, before, draft));
  }

  return (
    <form
      id="filters"
      aria-label="Filters"
      onSubmit={apply}
      className="grid items-start gap-x-4 gap-y-4 rounded-lg border border-line bg-surface p-4 sm:grid-cols-2 xl:grid-cols-3"
    >
      <TextField
        label="Number begins with"
        hint="Ours or theirs: +1 213, or (213) 777."
        inputMode="tel"
        value={draft.number}
        onChange={(number) => change({ number })}
      />
      <Field label="Direction">
        {(control) => (
          <PickOne
            control={control}
            name="direction"
            choices={directionChoices}
            value={draft.direction}
            onPick={(direction) => change({ direction })}
            placeholder="Any"
          />
        )}
      </Field>
      <Field label="Agent">
        {(control) => (
          <PickOne
            control={control}
            name="agent"
            choices={[anyChoice, ...agents]}
            value={agentIn(draft.agent, agents)}
            onPick={(agent) => change({ agent: agentText(agent, agents) })}
            placeholder="Any"
          />
        )}
      </Field>
      <DayFields written={draft.started} onWrite={(started) => change({ started })} />
      <Pair>
        <TextField
          label="Lasts at least"
          placeholder="90s"
          value={draft.shortest}
          onChange={(shortest) => change({ shortest })}
        />
        <TextField
          label="At most"
          placeholder="5m"
          value={draft.longest}
          onChange={(longest) => change({ longest })}
        />
      </Pair>
      <Pair>
        <TextField
          label="Variable"
          placeholder="customer_name"
          error={isNameless && "Give the variable's name too."}
          value={draft.variableName}
          onChange={(variableName) => change({ variableName })}
        />
        <TextField
          label="Is exactly"
          placeholder="John Doe"
          dir="auto"
          value={draft.variableValue}
          onChange={(variableValue) => change({ variableValue })}
        />
      </Pair>
      <Field label="Outcome">
        {(control) => (
          <PickOne
            control={control}
            name="outcome"
            choices={outcomeChoices}
            value={draft.outcome}
            onPick={(outcome) => change({ outcome })}
            placeholder="Any"
          />
        )}
      </Field>
      <Button type="submit" look="primary" className="justify-self-start sm:col-span-2 xl:col-span-3">
        Apply filters
      </Button>
    </form>
  );
}

function Pair({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 items-start gap-2">{children}</div>;
}

function TextField(props: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  hint?: string;
  error?: ReactNode;
  placeholder?: string;
  inputMode?: "tel";
  dir?: "auto";
}) {
  const { label, hint, error, onChange, ...rest } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(control: ControlIds) => (
        <TextInput
          {...control}
          {...rest}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** Which of the agents a search names by id or whole name; none where it names several, or by a part. */
function agentIn(written: string, agents: readonly Choice[]): string {
  const named = agents.filter(
    ({ value, label }) => value === written || label.toLowerCase() === written.toLowerCase(),
  );
  return named.length === 1 ? (named[0]?.value ?? "") : "";
}

/** An agent by name, as people read it; by id where several have the name. */
function agentText(id: string, agents: readonly Choice[]): string {
  const label = agents.find(({ value }) => value === id)?.label;
  if (label === undefined) return "";
  return agents.filter((agent) => agent.label === label).length === 1 ? label : id;
}
